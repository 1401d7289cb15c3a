import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runKey } from "../../../backfill/run-key.ts";
import { daskFiles } from "../../../deploy/dask/dask-file.ts";
import type { DeployedPipeline } from "../../../deploy/target.ts";
import { parseUnits, type UnitKind } from "../../../notebook/units/units.ts";
import { sampleDeployments } from "../../support/sample-deployments.ts";
import { root } from "../../support/command-line.ts";

const golden = join(root, "test/golden/dask");
const isUpdate = process.env["PIPENB_UPDATE_GOLDEN"] === "1";

const [file, text] = [
  (pipeline: DeployedPipeline) => [...daskFiles(pipeline, "docker").keys()][0] ?? "",
  (pipeline: DeployedPipeline) => [...daskFiles(pipeline, "docker").values()][0] ?? "",
];

/** Defines all but what is imported of Dask, and prints a value as JSON. */
function evaluated(program: string, expression: string): unknown {
  const code = program
    .replace(/^from distributed .*$/m, "Client = None")
    .replace(/^if __name__[^]*$/m, `print(json.dumps(${expression}))`);
  const { status, stdout, stderr } = spawnSync("python3", ["-"], { input: code, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const sample = (name: string): DeployedPipeline =>
  sampleDeployments().find(({ pipeline }) => pipeline.name === name)?.pipeline ?? assert.fail(name);

describe("the file that runs a pipeline on Dask", () => {
  for (const { pipeline } of sampleDeployments())
    it(`of the sample ${pipeline.name} is what it was`, () => {
      const path = join(golden, file(pipeline));
      if (isUpdate) {
        mkdirSync(golden, { recursive: true });
        writeFileSync(path, text(pipeline));
      }
      assert.equal(text(pipeline), readFileSync(path, "utf8"));
    });

  it("knows a run by the same key as backfills do", () => {
    const values = { country: 'Žižkov "3"', limit: 1e21, dry: false, list: ["a", "b"] };
    const pipeline = { ...sample("seattle-weather"), values };
    const expected = runKey({ image: pipeline.image, parameters: values }, "2022-01-01é");
    assert.equal(evaluated(text(pipeline), 'key_of("2022-01-01é")'), expected);
  });

  it("is given the unit by name, and everything else as it was asked for", () => {
    const program = text({ ...sample("seattle-weather"), args: ["--word", 'it\'s "so" \\n'], mounts: [] });
    assert.deepEqual(evaluated(program, "ARGS"), ["--word", 'it\'s "so" \\n']);
    assert.match(program, /IMAGE, f"--day=\{unit\}", \*ARGS\)/);
  });

  const ranges: readonly (readonly [UnitKind, string, string])[] = [
    ["day", "UTC", "2024-02-27..2024-03-02"],
    ["day", "UTC", "2022-01-01..2022-01-31/7,2022-03-05"],
    ["month", "UTC", "2021-11..2022-02,2023-05"],
    ["hour", "Europe/Prague", "2024-03-31T00..2024-03-31T04"],
    ["hour", "Europe/Prague", "2024-10-27T00..2024-10-27T04/2"],
    ["hour", "UTC", "2022-01-01T23..2022-01-02T01"],
  ];
  for (const [kind, timezone, word] of ranges)
    it(`runs the same units as a backfill of ${word}, of ${timezone}`, () => {
      const pipeline = sample("seattle-weather");
      const program = text({ ...pipeline, unit: { ...pipeline.unit, kind, timezone } });
      const expected = parseUnits(word, { kind, timezone });
      assert.equal(expected.kind, "units");
      assert.deepEqual(evaluated(program, `units_of(${JSON.stringify(word)})`), expected.units);
    });

  it("takes texts as they are", () => {
    const pipeline = sample("seattle-weather");
    const program = text({ ...pipeline, unit: { ...pipeline.unit, kind: "text" } });
    assert.deepEqual(evaluated(program, 'units_of("a,b..c")'), ["a,b..c"]);
  });
});
