import assert from "node:assert/strict";
import { CellOutputs } from "../../../cli/run/cell-outputs.ts";

const text = (value: string) => ({ data: { "text/plain": value }, metadata: {}, transient: {} });

describe("the outputs of an executed cell", () => {
  it("join printed text by stream, in order", () => {
    const outputs = new CellOutputs();
    outputs.add({ type: "stream", name: "stdout", text: "a\n" });
    outputs.add({ type: "stream", name: "stdout", text: "b\n" });
    outputs.add({ type: "stream", name: "stderr", text: "c\n" });
    outputs.add({ type: "execute_result", data: { "text/plain": "1" }, metadata: {}, execution_count: 4 });
    assert.deepEqual(outputs.result(undefined), {
      executionCount: 4,
      outputs: [
        { output_type: "stream", name: "stdout", text: "a\nb\n" },
        { output_type: "stream", name: "stderr", text: "c\n" },
        { output_type: "execute_result", data: { "text/plain": "1" }, metadata: {}, execution_count: 4 },
      ],
    });
  });

  it("change a display in place", () => {
    const outputs = new CellOutputs();
    outputs.add({ type: "display_data", ...text("0 %"), transient: { display_id: "x" } });
    outputs.add({ type: "display_data", ...text("other") });
    outputs.add({ type: "update_display_data", ...text("100 %"), transient: { display_id: "x" } });
    const shown = outputs.result(1).outputs;
    assert.equal(JSON.stringify(shown).includes("100 %"), true);
    assert.equal(JSON.stringify(shown).includes('0 %"}'), true);
    assert.equal(shown.length, 2);
  });

  it("keep an error with its trace", () => {
    const outputs = new CellOutputs();
    outputs.add({ type: "error", ename: "Error", evalue: "no", traceback: ["at a"] });
    assert.deepEqual(outputs.result(2).outputs, [
      { output_type: "error", ename: "Error", evalue: "no", traceback: ["at a"] },
    ]);
  });
});
