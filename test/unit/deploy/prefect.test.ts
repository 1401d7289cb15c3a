import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prefectFiles } from "../../../deploy/prefect/prefect-files.ts";
import { unitOf } from "../../../deploy/prefect/prefect-target.ts";
import { isStuck } from "../../../deploy/prefect/release-runs.ts";
import { aliveLabel } from "../../../pipeline/runner/prefect/flow-run-words.ts";
import { root } from "../../support/command-line.ts";
import { sampleDeployments } from "../../support/sample-deployments.ts";

const golden = join(root, "test/golden/prefect");
const isUpdate = process.env["PIPENB_UPDATE_GOLDEN"] === "1";

const schedule = { cron: "30 6 * * *", timezone: "Europe/Prague", unit: "previous-day" } as const;

describe("the file that registers a pipeline on Prefect", () => {
  for (const { pipeline, contract } of sampleDeployments().filter(
    ({ contract: { unit } }) => unit?.kind === "day",
  ))
    it(`of the sample ${pipeline.name} is what it was`, () => {
      const about = { title: pipeline.name, text: "", after: [], pool: undefined, network: undefined };
      const deployment = { ...pipeline, ...about, schedule, parameters: contract.parameters };
      for (const [name, text] of prefectFiles(deployment, "pipenb")) {
        if (isUpdate) {
          mkdirSync(golden, { recursive: true });
          writeFileSync(join(golden, name), text);
        }
        assert.equal(text, readFileSync(join(golden, name), "utf8"));
      }
    });
});

describe("a run of Prefect", () => {
  const expected_start_time = new Date("2022-03-27T23:30:00Z");

  it("is for the day that was asked for, else for the one that was due in the schedule's zone", () => {
    const about = { schedule, unit: "day" };
    assert.equal(unitOf({ parameters: { day: "2022-01-01" }, expected_start_time }, about), "2022-01-01");
    for (const parameters of [{}, { day: "" }, { day: null }])
      assert.equal(unitOf({ parameters, expected_start_time }, about), "2022-03-27");
  });

  it("is stuck where nothing was heard of it for a minute, and no container of it runs here", () => {
    const now = new Date("2022-02-06T06:30:00Z");
    const seconds = (ago: number): number => now.getTime() - ago * 1000;
    const run = (since: number, alive?: number) => ({
      id: "a",
      state: { type: "RUNNING", name: "Running", timestamp: new Date(seconds(since)) },
      labels: alive === undefined ? {} : { [aliveLabel]: seconds(alive) },
    });
    const none = new Set<string>();
    assert.equal(isStuck(run(90), none, now), true);
    assert.equal(isStuck(run(900, 90), none, now), true);
    assert.equal(isStuck(run(30), none, now), false);
    assert.equal(isStuck(run(900, 30), none, now), false, "it runs on another machine");
    assert.equal(isStuck(run(900), new Set(["a"]), now), false, "the server was away");
    assert.equal(isStuck({ ...run(90), state: null }, none, now), false);
  });
});
