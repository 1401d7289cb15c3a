import assert from "node:assert/strict";
import fc from "fast-check";
import { newCell, withText } from "../../../../notebook/format/new-cell.ts";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../../notebook/format/write.ts";
import type { Cell, Notebook } from "../../../../notebook/model.ts";
import { propertyRuns } from "../../../support/property-runs.ts";

/** Pieces that files are made of, so that random texts meet each other's edges. */
const PIECES = [
  ...["// %%", "// %%\n", "\n// %% [markdown]\n", "\n// %% [parameters]\n", "// %% name=a", "\n//%% x=y\r\n"],
  ...["`", "${", "}", "{", "/*", "*/", "/", "//", "'", '"', "\\", "[", "]", "(", ")", "if (", "a", "0", "="],
  ...["\n", "\r\n", "\r", "\u2028", " ", "\t", "\uFEFF", "\0", "\uD800", "#!", "/* ---\n", "\n--- */\n"],
  ...["pipenb: 1\n", "title: x\n", "// text\n", "// \\%%\n", "[unfinished]", "%%", "\\%% ", "image: {}\n"],
];

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join("")),
);

const anyCell = fc
  .record({
    kind: fc.constantFrom("code", "markdown", "parameters"),
    text: anyText,
    name: fc.option(fc.string({ minLength: 1, unit: "binary" }), { nil: undefined }),
    attributes: fc
      .array(fc.tuple(fc.oneof(fc.constantFrom("a", "[raw]", "[markdown]", "tags", ""), anyText), anyText))
      .map((entries) => new Map(entries)),
  } as const)
  .map((cell) => newCell(cell));

const anyNotebook: fc.Arbitrary<Notebook> = fc.record({
  frontMatter: fc.constant(parseNotebook("").notebook.frontMatter),
  eol: fc.constantFrom("\n", "\r\n"),
  cells: fc.array(anyCell, { maxLength: 6 }),
});

function content(cells: readonly Cell[]): unknown {
  return cells.map(({ kind, name, attributes, text }) => ({ kind, name, attributes: [...attributes], text }));
}

describe("writing a notebook", () => {
  it("gives the same bytes for any text at all that was not edited", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.equal(writeNotebook(parseNotebook(text).notebook), text);
      }),
      propertyRuns(2000),
    );
  });

  it("gives a file that reads back as the same cells, whatever the cells hold", () => {
    fc.assert(
      fc.property(anyNotebook, (notebook) => {
        const read = parseNotebook(writeNotebook(notebook)).notebook;
        assert.deepEqual(content(read.cells), content(notebook.cells));
      }),
      propertyRuns(1000),
    );
  });

  it("keeps the other cells as they are when the text of one is changed", () => {
    fc.assert(
      fc.property(anyText, anyText, fc.nat(), (file, text, pick) => {
        const { notebook } = parseNotebook(file);
        if (notebook.cells.length === 0) return;
        const at = pick % notebook.cells.length;
        const cells = notebook.cells.map((cell, index) => (index === at ? withText(cell, text) : cell));
        const read = parseNotebook(writeNotebook({ ...notebook, cells })).notebook;
        assert.deepEqual(content(read.cells), content(cells));
      }),
      propertyRuns(1000),
    );
  });

  it("keeps cells that were moved, removed and added", () => {
    fc.assert(
      fc.property(anyText, fc.array(anyCell, { maxLength: 2 }), fc.array(fc.nat()), (file, added, order) => {
        const { notebook } = parseNotebook(file);
        const pool = [...notebook.cells, ...added];
        const cells = order.flatMap((pick) => (pool.length === 0 ? [] : pool.splice(pick % pool.length, 1)));
        const read = parseNotebook(writeNotebook({ ...notebook, cells })).notebook;
        assert.deepEqual(content(read.cells), content(cells));
      }),
      propertyRuns(1000),
    );
  });
});
