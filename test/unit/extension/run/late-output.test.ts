import assert from "node:assert/strict";
import { freshRun, lateStep, step } from "../../../../extension/run/cell-run.ts";
import type { CellRun, OutputEdit } from "../../../../extension/run/cell-run.ts";
import { runOfOutputs, shownKey } from "../../../../extension/run/shown-as.ts";
import type { ExecutionEvent } from "../../../../protocol/content.ts";
import { lateMark } from "../../../../protocol/late-events.ts";

const printed = (text: string): ExecutionEvent => ({ type: "stream", name: "stdout", text });
const shows = (type: "display_data" | "update_display_data", text: string): ExecutionEvent => ({
  type,
  data: { "text/plain": text },
  metadata: {},
  transient: { display_id: "chart" },
});

/** What a run is after these events, and what the last of them did. */
function after(
  run: CellRun,
  events: readonly ExecutionEvent[],
  take = step,
): { run: CellRun; edits: readonly OutputEdit[] } {
  return events.reduce<{ run: CellRun; edits: readonly OutputEdit[] }>(
    (last, event) => take(last.run, event),
    {
      run,
      edits: [],
    },
  );
}

const texts = (edits: readonly OutputEdit[]): unknown[] =>
  edits.map((edit) => {
    if (edit.kind === "extend") return [edit.kind, edit.text];
    if (edit.kind === "clear") return [edit.kind];
    const { output } = edit;
    return [edit.kind, output.kind === "stream" ? output.text : output.kind];
  });

describe("what comes after a cell's end", () => {
  const { run } = after(freshRun, [printed("done\n")]);

  it("stands below what came before, marked once", () => {
    const first = lateStep(run, printed("late\n"));
    assert.deepEqual(texts(first.edits), [
      ["append", lateMark],
      ["extend", "late\n"],
    ]);
    assert.deepEqual(texts(lateStep(first.run, printed("later\n")).edits), [["extend", "later\n"]]);
  });

  it("is an output of its own below the mark where it is no text", () => {
    assert.deepEqual(texts(lateStep(run, shows("display_data", "chart")).edits), [
      ["append", lateMark],
      ["append", "bundle"],
    ]);
  });

  it("has no mark where it is a failure, which says itself that it is late", () => {
    const failure: ExecutionEvent = { type: "error", ename: "Error", evalue: "too late", traceback: [] };
    assert.deepEqual(texts(lateStep(run, failure).edits), [["append", "error"]]);
  });

  it("is not marked where it only changes a display that is there", () => {
    const shown = after(run, [shows("display_data", "first")]);
    const { edits, run: next } = lateStep(shown.run, shows("update_display_data", "second"));
    assert.deepEqual(texts(edits), [["replace", "bundle"]]);
    assert.equal(next.isLate, false);
    assert.deepEqual(lateStep(run, shows("update_display_data", "second")).edits, []);
  });

  it("is marked again when the outputs were cleared", () => {
    const late = after(run, [printed("late\n")], lateStep);
    const cleared = after(late.run, [{ type: "clear_output", wait: false }], lateStep);
    assert.deepEqual(texts(lateStep(cleared.run, printed("later\n")).edits), [
      ["append", lateMark],
      ["extend", "later\n"],
    ]);
  });
});

describe("outputs that come back with a notebook", () => {
  const item = (mime: string, text: string) => ({ mime, data: Buffer.from(text) });
  const held = (mime: string, text: string, displayId?: string) => ({
    items: [item(mime, text)],
    metadata: { [shownKey]: { request: "r1", ...(displayId === undefined ? {} : { displayId }) } },
  });
  const stdout = "application/vnd.code.notebook.stdout";

  it("can be changed by their display's id, each in its place", () => {
    const outputs = [held(stdout, "a\n"), held("text/plain", "first", "chart")];
    const found = runOfOutputs(outputs);
    assert.equal(found?.request, "r1");
    const { edits } = lateStep(found.run, shows("update_display_data", "second"));
    assert.deepEqual(
      edits.map((edit) => (edit.kind === "replace" ? found.outputs.get(edit.key) : edit.kind)),
      [outputs[1]],
    );
  });

  it("go on with what comes late, which is marked once", () => {
    const found = runOfOutputs([held(stdout, "a\n"), held(stdout, `${lateMark}late\n`)]);
    assert.ok(found !== undefined);
    assert.deepEqual(texts(lateStep(found.run, printed("later\n")).edits), [["extend", "later\n"]]);
  });

  it("are of no known run where they do not say so", () => {
    assert.equal(runOfOutputs([{ items: [item(stdout, "a\n")], metadata: {} }]), undefined);
    assert.equal(runOfOutputs([]), undefined);
  });
});
