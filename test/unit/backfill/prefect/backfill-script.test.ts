import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { prefectScript } from "../../../../backfill/prefect/backfill-script.ts";
import { runKey } from "../../../../backfill/run-key.ts";
import { root } from "../../../support/command-line.ts";
import { sampleDeployments } from "../../../support/sample-deployments.ts";

const golden = join(root, "test/golden/prefect/backfill.py");
const isUpdate = process.env["PIPENB_UPDATE_GOLDEN"] === "1";

describe("the script that does a backfill on Prefect", () => {
  const { pipeline } =
    sampleDeployments().find(({ pipeline: { name } }) => name === "seattle-weather") ??
    assert.fail("there is a sample");
  const { name, source, image, values, unit } = pipeline;
  const settings = {
    ...{ image, parameters: values, journalId: "" },
    deployment: { name, what: source, parameter: unit.parameter.name },
  };
  const text = prefectScript(["2012-02-05", "2012-02-06"], settings).get("backfill.py") ?? "";

  it("of a sample is what it was", () => {
    if (isUpdate) {
      mkdirSync(dirname(golden), { recursive: true });
      writeFileSync(golden, text);
    }
    assert.equal(text, readFileSync(golden, "utf8"));
  });

  it("starts runs by the keys that pipenb gives them", () => {
    const key = runKey({ image, parameters: values }, "2012-02-06");
    assert.ok(text.includes(`"2012-02-06","pipenb-${key.slice(0, 24)}-1"`));
  });
});
