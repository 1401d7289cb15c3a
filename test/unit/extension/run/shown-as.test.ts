import assert from "node:assert/strict";
import { runOfOutputs, shownKey } from "../../../../extension/run/shown-as.ts";
import { lateMark, showLate } from "../../../../protocol/cell-outputs.ts";
import type { ExecutionEvent } from "../../../../protocol/content.ts";

const printed = (text: string): ExecutionEvent => ({ type: "stream", name: "stdout", text });
const changed = (text: string): ExecutionEvent => ({
  type: "update_display_data",
  data: { "text/plain": text },
  metadata: {},
  transient: { display_id: "chart" },
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
    const { edits } = showLate(found.outputs, changed("second"));
    assert.deepEqual(
      edits.map((edit) => (edit.kind === "replace" ? found.held.get(edit.key) : edit.kind)),
      [outputs[1]],
    );
  });

  it("go on with what comes late, which is marked once", () => {
    const found = runOfOutputs([held(stdout, "a\n"), held(stdout, `${lateMark}late\n`)]);
    assert.ok(found !== undefined);
    assert.deepEqual(
      showLate(found.outputs, printed("later\n")).edits.map(({ kind }) => kind),
      ["extend"],
    );
  });

  it("are of no known run where they do not say so", () => {
    assert.equal(runOfOutputs([{ items: [item(stdout, "a\n")], metadata: {} }]), undefined);
    assert.equal(runOfOutputs([]), undefined);
  });
});
