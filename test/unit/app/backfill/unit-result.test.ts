import assert from "node:assert/strict";
import { parseResult, splitResult } from "../../../../app/backfill/unit-result.ts";
import { runResult } from "../../../../pipeline/result/run-result.ts";

const line = JSON.stringify(
  runResult({
    unit: "2022-01-05",
    parameters: {},
    exitCode: 1,
    attempt: 1,
    image: null,
    code: null,
    error: { name: "Error", message: "no luck", cell: "work", file: "pipeline.ts", line: 3 },
    records: [{ kind: "output", path: "out/a.csv", bytes: 5, rows: 2 }],
    isStopped: false,
    isTimedOut: false,
    started: new Date(0),
    ended: new Date(1),
  }),
);

describe("the result in a log", () => {
  it("is taken out of it, also before what standard error says last", () => {
    assert.deepEqual(splitResult(`begins\n${line}\n`), { log: "begins\n", result: line });
    assert.deepEqual(splitResult(`begins\n${line}\nwarning\n`), { log: "begins\nwarning\n", result: line });
    assert.deepEqual(splitResult(line), { log: "", result: line });
  });

  it("is none where a run was killed, or where a cell writes something like it", () => {
    for (const log of ["", "\n", "begins\n", `begins\n${line.slice(0, -1)}\n`, '{"contract":2}\n', "\n\n"])
      assert.deepEqual(splitResult(log), { log, result: undefined });
  });

  it("says where it has failed, and what was written", () => {
    const { error, outputs } = parseResult(line) ?? {};
    assert.equal(error?.message, "no luck");
    assert.equal(error.cell, "work");
    assert.deepEqual(outputs, [{ path: "out/a.csv", bytes: 5, rows: 2 }]);
  });
});
