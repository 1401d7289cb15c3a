import assert from "node:assert/strict";
import { lateMark, noOutputs, show, showLate } from "../../../protocol/cell-outputs.ts";
import type { OutputEdit, Outputs } from "../../../protocol/cell-outputs.ts";
import type { ExecutionEvent } from "../../../protocol/content.ts";

const printed = (text: string): ExecutionEvent => ({ type: "stream", name: "stdout", text });
const shows = (type: "display_data" | "update_display_data", text: string): ExecutionEvent => ({
  type,
  data: { "text/plain": text },
  metadata: {},
  transient: { display_id: "chart" },
});

/** What the outputs are after these events, and what the last of them did. */
function after(
  outputs: Outputs,
  events: readonly ExecutionEvent[],
  take = show,
): { outputs: Outputs; edits: readonly OutputEdit[] } {
  return events.reduce<{ outputs: Outputs; edits: readonly OutputEdit[] }>(
    (last, event) => take(last.outputs, event),
    { outputs, edits: [] },
  );
}

const texts = (edits: readonly OutputEdit[]): unknown[] =>
  edits.map((edit) => {
    if (edit.kind === "extend") return [edit.kind, edit.text];
    if (edit.kind === "clear") return [edit.kind];
    const { output } = edit;
    return [edit.kind, output.kind === "stream" ? output.text : output.kind];
  });

describe("the outputs of a cell", () => {
  it("are one for the text of a stream that nothing interrupts, whatever changes elsewhere meanwhile", () => {
    const first = show(noOutputs, printed("a\n"));
    const second = after(first.outputs, [shows("update_display_data", "elsewhere"), printed("b\n")]);
    assert.deepEqual(texts([...first.edits, ...second.edits]), [
      ["append", "a\n"],
      ["extend", "b\n"],
    ]);
  });

  it("stay until the next one comes where they are to be cleared then", () => {
    const waits = after(noOutputs, [printed("a\n"), { type: "clear_output", wait: true }]);
    assert.deepEqual(waits.edits, []);
    assert.deepEqual(texts(show(waits.outputs, printed("b\n")).edits), [["clear"], ["append", "b\n"]]);
  });

  it("change each display of an id in its place", () => {
    const shown = after(noOutputs, [shows("display_data", "1"), printed("a\n"), shows("display_data", "2")]);
    const { edits } = show(shown.outputs, shows("update_display_data", "3"));
    assert.deepEqual(
      edits.map((edit) => (edit.kind === "replace" ? edit.key : edit.kind)),
      [1, 3],
    );
  });
});

describe("what comes after a cell's end", () => {
  const { outputs } = after(noOutputs, [printed("done\n")]);

  it("stands below what came before, marked once", () => {
    const first = showLate(outputs, printed("late\n"));
    assert.deepEqual(texts(first.edits), [
      ["append", lateMark],
      ["extend", "late\n"],
    ]);
    assert.deepEqual(texts(showLate(first.outputs, printed("later\n")).edits), [["extend", "later\n"]]);
  });

  it("is an output of its own below the mark where it is no text", () => {
    assert.deepEqual(texts(showLate(outputs, shows("display_data", "chart")).edits), [
      ["append", lateMark],
      ["append", "bundle"],
    ]);
  });

  it("has no mark where it is a failure, which says itself that it is late", () => {
    const failure: ExecutionEvent = { type: "error", ename: "Error", evalue: "too late", traceback: [] };
    assert.deepEqual(texts(showLate(outputs, failure).edits), [["append", "error"]]);
  });

  it("is not marked where it only changes a display that is there", () => {
    const shown = after(outputs, [shows("display_data", "first")]);
    const { edits, outputs: next } = showLate(shown.outputs, shows("update_display_data", "second"));
    assert.deepEqual(texts(edits), [["replace", "bundle"]]);
    assert.equal(next.isLate, false);
    assert.deepEqual(showLate(outputs, shows("update_display_data", "second")).edits, []);
  });

  it("is marked again when the outputs were cleared", () => {
    const late = after(outputs, [printed("late\n")], showLate);
    const cleared = after(late.outputs, [{ type: "clear_output", wait: false }], showLate);
    assert.deepEqual(texts(showLate(cleared.outputs, printed("later\n")).edits), [
      ["append", lateMark],
      ["extend", "later\n"],
    ]);
  });
});
