import assert from "node:assert/strict";
import {
  artifactKey,
  endState,
  outputsText,
  runWords,
  type FlowRunEnd,
} from "../../../../../pipeline/runner/prefect/flow-run-words.ts";
import { runResult } from "../../../../../pipeline/result/run-result.ts";

const due = "2022-02-06T05:30:00Z";
const unit = { parameter: "day", kind: "day", timezone: "Europe/Prague", due: "previous-day" } as const;
const words = (
  parameters: Parameters<typeof runWords>[0]["parameters"],
  about: Parameters<typeof runWords>[1]["unit"] = unit,
) => runWords({ parameters, due, attempt: 1 }, { unit: about });

const result = (exitCode: number) =>
  runResult({
    unit: "2022-02-05",
    parameters: {},
    exitCode,
    attempt: 1,
    image: null,
    code: null,
    records: [{ kind: "output", path: "a|b.csv", bytes: 3, rows: 2, sha256: "f".repeat(64) }],
    error: { name: "Error", message: "no rain", cell: "load", file: null, line: null },
    isStopped: false,
    isTimedOut: false,
    started: new Date(0),
    ended: new Date(1),
  });
const end = (exitCode: number, more: Partial<FlowRunEnd> = {}) =>
  endState({
    exitCode,
    result: result(exitCode),
    attempt: 1,
    retries: 2,
    isCancelled: false,
    now: new Date("2022-02-06T05:30:00Z"),
    ...more,
  });

describe("what a flow run of Prefect says of a run", () => {
  it("is the day that was asked for, else the one that is due", () => {
    assert.deepEqual(words({ day: "2022-02-01", limit: 3 }), ["--day=2022-02-01", "--limit=3"]);
    for (const none of [null, "", undefined])
      assert.deepEqual(words({ ...(none === undefined ? {} : { day: none }), limit: 3 }), [
        "--due",
        due,
        "--limit=3",
      ]);
    assert.deepEqual(words({ limit: 3 }, { ...unit, due: null }), ["--limit=3"]);
    assert.deepEqual(words({ limit: 3 }, null), ["--limit=3"]);
  });

  it("is every value as one word, whatever is in it", () => {
    assert.deepEqual(
      words({ day: "2022-02-01", dryRun: true, word: "-x y", list: ["a,b", "c"], none: null }),
      ["--day=2022-02-01", "--dry-run=true", "--word=-x y", String.raw`--list=a\,b,c`],
    );
  });
});

describe("how a run's end is said to Prefect", () => {
  for (const [exitCode, type, name, code, message] of [
    [0, "COMPLETED", "Completed", 0, "2022-02-05: 1 output."],
    [42, "FAILED", "Failed", 42, "Exit code 42: cell load: no rain"],
    [64, "FAILED", "Failed", 64, "Exit code 64: cell load: no rain"],
    [124, "FAILED", "TimedOut", 124, "Exit code 124: cell load: no rain"],
    [137, "CRASHED", "Crashed", 137, "Exit code 137: cell load: no rain"],
    [143, "CRASHED", "Crashed", 143, "Exit code 143: cell load: no rain"],
  ] as const)
    it(`is ${name} for ${exitCode}`, () => {
      assert.deepEqual(end(exitCode), { state: { type, name, message }, exitCode: code });
    });

  it("is another try for 75, later each time, and the code 0, until there were enough", () => {
    for (const [attempt, at] of [
      [1, "2022-02-06T05:30:10.000Z"],
      [2, "2022-02-06T05:30:20.000Z"],
    ] as const) {
      const { state, exitCode } = end(75, { attempt });
      assert.deepEqual(
        [state.type, state.name, state.state_details?.scheduled_time, exitCode],
        ["SCHEDULED", "AwaitingRetry", at, 0],
      );
    }
    assert.equal(end(75, { attempt: 3 }).state.name, "Failed");
  });

  it("is Cancelled where somebody has cancelled it, and Skipped where there was nothing to do", () => {
    assert.equal(end(143, { isCancelled: true }).state.name, "Cancelled");
    assert.equal(end(0, { result: { ...result(0), status: "skipped" } }).state.name, "Skipped");
    assert.equal(end(137, { result: undefined }).state.message, "Exit code 137.");
  });

  it("has the outputs as a table", () => {
    assert.match(
      outputsText(result(0)),
      /^Outputs of 2022-02-05\n\n.*\n.*\n\| a\\\|b\.csv \| 3 \| 2 \| f{12} \|$/,
    );
    assert.equal(artifactKey("Seattle weather"), "seattle-weather-outputs");
    assert.equal(artifactKey("ž"), "outputs");
  });
});
