import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isPartitioned } from "../../../deploy/airflow/clock.ts";
import { dagFile } from "../../../deploy/airflow/dag-file.ts";
import { readSeal } from "../../../deploy/airflow/seal.ts";
import { goldenDags, goldenDeployments, goldenPod } from "../../support/golden-dags.ts";

/** Set to write the files anew; then read the difference before it is committed. */
const isUpdate = process.env["PIPENB_UPDATE_GOLDEN"] === "1";

describe("DAGs of Airflow", () => {
  for (const [file, deployment] of goldenDeployments())
    it(`of ${deployment.name} are what they were`, () => {
      const text = dagFile(deployment, goldenPod(deployment));
      if (isUpdate) writeFileSync(join(goldenDags, file), text);
      assert.equal(text, readFileSync(join(goldenDags, file), "utf8"));
    });

  it("are all there are", () => {
    assert.deepEqual(readdirSync(goldenDags).sort(), [...goldenDeployments().keys()].sort());
  });
});

describe("a partition of Airflow", () => {
  const isDay = (cron: string, timezone: string): boolean =>
    isPartitioned({ cron, timezone, unit: "previous-day" });

  it("is a day where each day has one tick", () => {
    for (const cron of ["0 3 * * *", "00 00 * * *", "59 23  * * *", "30 1 * * *"])
      assert.equal(isDay(cron, "Europe/Prague"), true, cron);
    assert.equal(isDay("30 2 * * *", "Asia/Tokyo"), true);
    assert.equal(isDay("30 2 * * *", "UTC"), true);
  });

  it("is none where clocks leave the tick out, or have it twice", () => {
    assert.equal(isDay("30 2 * * *", "Europe/Prague"), false);
    assert.equal(isDay("30 1 * * *", "America/New_York"), false);
    assert.equal(isDay("0 0 * * *", "America/Santiago"), false);
    assert.equal(isDay("0 0 * * *", "Africa/Cairo"), false);
  });

  it("is none where a day has no tick, or several", () => {
    for (const cron of ["0 3 * * 1-5", "0 3 1 * *", "0 */6 * * *", "0,30 3 * * *", "0 3 * 2 *"])
      assert.equal(isDay(cron, "UTC"), false, cron);
    assert.equal(isPartitioned({ cron: "0 3 * * *", timezone: "UTC", unit: "previous-hour" }), false);
  });
});

describe("the last line of a DAG's file", () => {
  const [deployment] = goldenDeployments().values();
  const text = dagFile(deployment ?? assert.fail("there is one"));

  it("says whose it is", () => {
    const seal = readSeal(text);
    assert.equal(seal?.name, deployment?.name);
    assert.deepEqual(seal?.schedule, deployment?.schedule);
    assert.equal(seal?.isIntact, true);
  });

  it("tells a file that somebody has changed, and one that is not pipenb's", () => {
    assert.equal(readSeal(text.replace("catchup=False", "catchup=True"))?.isIntact, false);
    assert.equal(readSeal(`${text}print("more")\n`)?.isIntact, false);
    assert.equal(readSeal("from airflow.sdk import DAG\n"), undefined);
    assert.equal(readSeal("x\n# pipenb: {}\n"), undefined);
    assert.equal(readSeal("x\n# pipenb: no JSON\n"), undefined);
  });
});
