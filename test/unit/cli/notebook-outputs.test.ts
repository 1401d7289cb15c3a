import assert from "node:assert/strict";
import { NotebookOutputs } from "../../../cli/run/notebook-outputs.ts";

const bundle = (value: string, executionCount?: number) => ({
  kind: "bundle" as const,
  data: { "text/plain": value },
  metadata: {},
  displayId: undefined,
  executionCount,
});

describe("the outputs of an executed notebook", () => {
  it("are as nbformat has them, in order, with the text of a stream in one", () => {
    const outputs = new NotebookOutputs();
    outputs.apply({ kind: "append", key: 1, output: { kind: "stream", name: "stdout", text: "a\n" } });
    outputs.apply({ kind: "append", key: 2, output: bundle("shown") });
    outputs.apply({ kind: "append", key: 3, output: bundle("1", 4) });
    outputs.apply({
      kind: "append",
      key: 4,
      output: { kind: "error", name: "Error", message: "no", traceback: ["at a"] },
    });
    outputs.apply({ kind: "extend", key: 1, name: "stdout", text: "b\n" });
    outputs.apply({ kind: "replace", key: 2, output: bundle("changed") });
    assert.deepEqual(outputs.toJson(), [
      { output_type: "stream", name: "stdout", text: "a\nb\n" },
      { output_type: "display_data", data: { "text/plain": "changed" }, metadata: {} },
      { output_type: "execute_result", data: { "text/plain": "1" }, metadata: {}, execution_count: 4 },
      { output_type: "error", ename: "Error", evalue: "no", traceback: ["at a"] },
    ]);
    outputs.apply({ kind: "clear" });
    assert.deepEqual(outputs.toJson(), []);
  });
});
