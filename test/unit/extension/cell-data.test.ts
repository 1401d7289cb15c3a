import assert from "node:assert/strict";
import { toEditorCells, withEditorCells } from "../../../extension/cell-data.ts";
import type { EditorCell } from "../../../extension/cell-data.ts";
import { parseNotebook } from "../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../notebook/format/write.ts";

const text = `/* ---
pipenb: 1
--- */

// %% [markdown]
// # Title

// %% [parameters] owner=data
const day: IsoDate = "2022-02-05";


// %% name=clean
day
`;

/** What the editor does with a cell's metadata on its way between processes. */
const copied = (cells: readonly EditorCell[]): EditorCell[] =>
  // SAFETY: a copy of the same value.
  JSON.parse(JSON.stringify(cells)) as EditorCell[];

describe("a notebook in the editor", () => {
  const { notebook } = parseNotebook(text);
  const saved = (change: (cells: EditorCell[]) => EditorCell[]): string =>
    writeNotebook(withEditorCells(notebook, change(copied(toEditorCells(notebook)))));

  it("is saved with the same bytes when nothing was edited", () => {
    assert.equal(
      saved((cells) => cells),
      text,
    );
  });

  it("changes only the cell that was edited", () => {
    const after = saved((cells) =>
      cells.map((cell, index) => (index === 3 ? { ...cell, text: "day + 1" } : cell)),
    );
    assert.equal(after, text.replace("\nday\n", "\nday + 1\n"));
  });

  it("keeps kind and attributes of a parameters cell whose text changes", () => {
    const after = saved((cells) =>
      cells.map((cell, index) => (index === 2 ? { ...cell, text: "const n = 1;" } : cell)),
    );
    assert.match(after, /\/\/ %% \[parameters\] owner=data\nconst n = 1;\n\n\n/);
  });

  it("writes cells that are new, moved or of another kind so that they are read again", () => {
    const after = saved(([front, title, parameters, clean]) => [
      ...(front === undefined ? [] : [front]),
      { markup: false, text: "1 + 1", origin: undefined },
      ...(clean === undefined ? [] : [clean]),
      ...(title === undefined ? [] : [{ ...title, markup: false, text: "2" }]),
      ...(parameters === undefined ? [] : [parameters]),
    ]);
    const { notebook: again, problems } = parseNotebook(after);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      again.cells.map(({ kind, name, text: code }) => [kind, name, code]),
      [
        ["code", undefined, "1 + 1"],
        ["code", "clean", "day"],
        ["code", undefined, "2"],
        ["parameters", undefined, 'const day: IsoDate = "2022-02-05";'],
      ],
    );
  });

  it("shows its front matter as the first cell, and none where it has none", () => {
    const [first, second] = toEditorCells(notebook);
    assert.deepEqual(first, { markup: false, text: "pipenb: 1", origin: undefined, isFrontMatter: true });
    assert.equal(second?.text, "# Title");
    assert.deepEqual(toEditorCells(parseNotebook("").notebook), []);
  });

  it("changes only the front matter when that was edited, wherever its cell stands", () => {
    const after = saved(([front, ...cells]) =>
      front === undefined ? cells : [...cells, { ...front, text: "pipenb: 1\ntitle: Days" }],
    );
    assert.equal(after, text.replace("pipenb: 1\n", "pipenb: 1\ntitle: Days\n"));
  });

  it("loses its front matter with the cell, and nothing else", () => {
    assert.equal(
      saved(([, ...cells]) => cells),
      text.slice(text.indexOf("// %% [markdown]")),
    );
  });

  it("keeps a second front matter as Markdown, which says nothing about the environment", () => {
    const after = saved((cells) => [
      ...cells,
      { markup: false, text: "image: { base: other }", origin: undefined, isFrontMatter: true },
    ]);
    const { notebook: again } = parseNotebook(after);
    assert.equal(again.cells.at(-1)?.kind, "markdown");
    assert.match(again.cells.at(-1)?.text ?? "", /image: \{ base: other \}/);
    assert.deepEqual(again.frontMatter, notebook.frontMatter);
  });
});
