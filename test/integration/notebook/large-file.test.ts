import assert from "node:assert/strict";
import { parseNotebook } from "../../../notebook/format/parse.ts";

describe("a large file", () => {
  it("opens though every cell of twenty thousand leaves a comment and a template open", () => {
    const text = "// %%\nconst a = `never closed\n/* nor this\n\n".repeat(20_000);
    assert.ok(parseNotebook(text).notebook.cells.length > 10_000);
  });

  it("opens with a hundred thousand cells, and with one line of ten million characters", () => {
    assert.equal(
      parseNotebook("// %% name=a\nconst a = `1`;\n\n".repeat(100_000)).notebook.cells.length,
      1e5,
    );
    assert.equal(
      parseNotebook(`// %%\nconst a = "${"x".repeat(1e7)}";\n// %%\n1\n`).notebook.cells.length,
      2,
    );
  });
});
