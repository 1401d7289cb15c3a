import assert from "node:assert/strict";
import type { CellOutput } from "../../../../protocol/cell-outputs.ts";
import { RunRecorder } from "../../../../pipeline/report/recorder.ts";

const stream = (text: string): CellOutput => ({ kind: "stream", name: "stdout", text });
const png = (bytes: number): CellOutput => ({
  kind: "bundle",
  data: { "image/png": "A".repeat(bytes), "text/plain": "[png]", "application/x": 1 },
  metadata: {},
  displayId: "d",
  executionCount: undefined,
});

describe("what is kept of a run for its report", () => {
  it("is each cell's outputs as they are at last", () => {
    const recorder = new RunRecorder();
    recorder.started("a");
    recorder.apply("a", { kind: "append", key: 1, output: stream("x") });
    recorder.apply("a", { kind: "extend", key: 1, name: "stdout", text: "y" });
    recorder.apply("a", { kind: "append", key: 2, output: png(4) });
    recorder.apply("a", { kind: "replace", key: 2, output: { ...png(8), kind: "bundle" } as never });
    recorder.apply("unknown", { kind: "append", key: 1, output: stream("x") });
    recorder.started("b");
    recorder.ended("a", { isOk: true, milliseconds: 5 });
    const [a, b] = [...recorder.runs().values()];
    assert.deepEqual([a?.milliseconds, a?.isOk, b?.isOk], [5, true, undefined]);
    assert.deepEqual(a?.outputs, [
      stream("xy"),
      { ...png(8), data: { "image/png": "AAAAAAAA", "text/plain": "[png]" } },
    ]);
  });

  it("is no more than a page can hold, and says how much more there was", () => {
    const recorder = new RunRecorder();
    recorder.started("a");
    recorder.apply("a", { kind: "append", key: 0, output: stream("x".repeat(199_999)) });
    recorder.apply("a", { kind: "extend", key: 0, name: "stdout", text: "yyy" });
    for (let key = 1; key < 510; key += 1) recorder.apply("a", { kind: "append", key, output: png(1) });
    const run = recorder.runs().get("a");
    assert.deepEqual(run?.left, { outputs: 10, characters: 2 });
    assert.equal(run.outputs.length, 500);
    recorder.apply("a", { kind: "clear" });
    assert.deepEqual(recorder.runs().get("a")?.left, { outputs: 0, characters: 0 });
  });

  it("is a value's text where there is no room for its picture", () => {
    const recorder = new RunRecorder();
    recorder.started("a");
    for (const key of [1, 2, 3]) recorder.apply("a", { kind: "append", key, output: png(20 * 1024 * 1024) });
    const types = recorder
      .runs()
      .get("a")
      ?.outputs.map((output) => output.kind === "bundle" && Object.keys(output.data));
    assert.deepEqual(types, [["image/png", "text/plain"], ["image/png", "text/plain"], ["text/plain"]]);
  });
});
