import assert from "node:assert/strict";
import { toEditorCells, withEditorCells } from "../../../../extension/cell-data.ts";
import type { Origin } from "../../../../extension/cell-data.ts";
import { nameProblem, renamed, withParametersToggled } from "../../../../extension/commands/cell-roles.ts";
import type { RoleCell } from "../../../../extension/commands/cell-roles.ts";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../../notebook/format/write.ts";

/** The file after the first cell's data was changed. */
function saved(text: string, change: (cell: RoleCell) => Origin): string {
  const { notebook } = parseNotebook(text);
  const cells = toEditorCells(notebook).map((cell, index) =>
    index === 0 ? { ...cell, origin: change(cell) } : cell,
  );
  return writeNotebook(withEditorCells(notebook, cells));
}

describe("the role of a cell", () => {
  const text = "// %% owner=data\nconst a = 1;\n\n// %% name=b\na;\n";

  it("is written to its marker line, and nothing else changes", () => {
    assert.equal(
      saved(text, (cell) => renamed(cell, "first")),
      text.replace("// %% owner=data", "// %% name=first owner=data"),
    );
  });

  it("can be the parameters cell, and a plain one again", () => {
    const toggled = saved(text, withParametersToggled);
    assert.match(toggled, /^\/\/ %% \[parameters\] owner=data\nconst a = 1;\n/);
    assert.equal(saved(toggled, withParametersToggled), text);
  });

  it("loses a name that is taken away", () => {
    assert.match(
      saved(
        saved(text, (cell) => renamed(cell, "x")),
        (cell) => renamed(cell, ""),
      ),
      /^\/\/ %% owner=data\n/,
    );
  });

  it("is given to a cell that was made in the editor", () => {
    const origin = withParametersToggled({ text: "const day = 1;", origin: undefined });
    assert.equal(origin.kind, "parameters");
    assert.equal(origin.text, "const day = 1;");
  });

  it("has a name of its own", () => {
    assert.match(nameProblem("b", ["b"]) ?? "", /unique/);
    assert.equal(nameProblem("c", ["b"]), undefined);
  });
});
