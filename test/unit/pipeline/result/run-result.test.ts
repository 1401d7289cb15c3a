import assert from "node:assert/strict";
import fc from "fast-check";
import { runResult, shortResult, withoutSecrets } from "../../../../pipeline/result/run-result.ts";
import type { EndedRun } from "../../../../pipeline/result/run-result.ts";

const run: EndedRun = {
  unit: "2022-02-05",
  parameters: { day: "2022-02-05" },
  exitCode: 0,
  attempt: 1,
  image: "sha256:1",
  code: "sha256:1",
  records: [],
  error: { name: "Error", message: "bad", cell: "load", file: "pipeline.ts", line: 3 },
  isStopped: false,
  isTimedOut: false,
  started: new Date(0),
  ended: new Date(1500),
};

const outputs = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    kind: "output" as const,
    path: `data/output/${index}-ž.csv`,
    bytes: index,
    sha256: "0".repeat(64),
  }));

describe("the result of a run", () => {
  it("says how the run ended, and why only where it was not done", () => {
    assert.equal(runResult(run).status, "done");
    assert.equal(runResult(run).error, null);
    assert.equal(runResult({ ...run, exitCode: 75 }).status, "failed");
    assert.equal(runResult({ ...run, exitCode: 143, isStopped: true }).status, "stopped");
    assert.equal(runResult({ ...run, exitCode: 124, isTimedOut: true }).status, "timed-out");
    assert.equal(runResult({ ...run, exitCode: 1 }).error?.message, "bad");
    // One that was asked to end and came to its end all the same is done.
    assert.equal(runResult({ ...run, isStopped: true }).status, "done");
  });

  it("has what was told last of each path, in the order of the first", () => {
    const records = [
      { kind: "output", path: "a", bytes: 1 },
      { kind: "input", path: "a", bytes: 7 },
      { kind: "output", path: "b", bytes: 2 },
      { kind: "output", path: "a", bytes: 3 },
    ] as const;
    const result = runResult({ ...run, records });
    assert.deepEqual(result.outputs, [
      { path: "a", bytes: 3 },
      { path: "b", bytes: 2 },
    ]);
    assert.deepEqual(result.inputs, [{ path: "a", bytes: 7 }]);
  });

  it("holds no secret, however it came in", () => {
    const result = runResult({
      ...run,
      exitCode: 1,
      parameters: { key: "hunter22", list: ["a hunter22 b"] },
      error: {
        name: "Error",
        message: `no hunter22-long, ${Buffer.from("me:hunter22").toString("base64")}`,
        cell: null,
        file: null,
        line: null,
      },
      records: [{ kind: "output", path: "s3://hunter22/x" }],
    });
    const text = JSON.stringify(withoutSecrets(result, ["hunter22", "hunter22-long", "a", ""]));
    assert.doesNotMatch(text, /hunter22|-long/);
    assert.ok(!text.includes(Buffer.from("me:hunter22").toString("base64").slice(4, -4)));
    assert.match(text, /"a \*\*\* b"/);
  });
});

describe("the short result", () => {
  it("is the whole one where there is room", () => {
    const result = runResult({ ...run, records: outputs(3) });
    assert.deepEqual(JSON.parse(shortResult(result, 4096)), result);
  });

  it("leaves out from the end of the lists, and says how many there were", () => {
    const short: unknown = JSON.parse(shortResult(runResult({ ...run, records: outputs(1000) }), 4096));
    assert.ok(typeof short === "object" && short !== null && "outputs" in short && "outputCount" in short);
    assert.equal(short.outputCount, 1000);
    assert.ok(Array.isArray(short.outputs) && short.outputs.length > 20);
  });

  it("always fits, is JSON and says how the run ended", () => {
    const texts = fc.string({ maxLength: 9000, unit: "binary" });
    fc.assert(
      fc.property(texts, texts, fc.nat(200), fc.nat(200), (message, value, inputs, count) => {
        const records = [
          ...outputs(count),
          ...Array.from({ length: inputs }, (_, index) => ({ kind: "input" as const, path: `in/${index}` })),
        ];
        const error = { name: "Error", message, cell: null, file: null, line: null };
        const result = runResult({ ...run, exitCode: 42, records, error, parameters: { value } });
        const text = shortResult(result, 4096);
        assert.ok(Buffer.byteLength(text) <= 4096);
        const { status, exitCode } = JSON.parse(text) as { status: unknown; exitCode: unknown };
        assert.deepEqual([status, exitCode], ["failed", 42]);
      }),
    );
  });
});
