import assert from "node:assert/strict";
import { newCell, withText } from "../../../../notebook/format/new-cell.ts";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../../notebook/format/write.ts";
import type { Cell } from "../../../../notebook/model.ts";

const FILE = `/* ---
pipenb: 1
--- */

// %%   [markdown]   owner=data
// # Title


// %% name=a timeout=30
const a = 1;


// %%
a`;

/** The file with its cells changed. */
function edited(file: string, change: (cells: readonly Cell[]) => readonly Cell[]): string {
  const { notebook } = parseNotebook(file);
  return writeNotebook({ ...notebook, cells: change(notebook.cells) });
}

/** The file with the text of one cell changed. */
function retyped(file: string, at: number, text: string): string {
  return edited(file, (cells) => cells.map((cell, index) => (index === at ? withText(cell, text) : cell)));
}

describe("editing a cell's text", () => {
  it("changes nothing but its own lines", () => {
    assert.equal(retyped(FILE, 1, "const a = 2;"), FILE.replace("a = 1", "a = 2"));
  });

  it("puts the comment marks back before Markdown and keeps the marker line as it was typed", () => {
    assert.equal(retyped(FILE, 0, "# New\n\ntext"), FILE.replace("// # Title", "// # New\n//\n// text"));
  });

  it("leaves a file without last newline without it", () => {
    assert.equal(retyped(FILE, 2, "a + 1"), `${FILE} + 1`);
  });

  it("writes the line ends of the file", () => {
    const crlf = FILE.replaceAll("\n", "\r\n");
    assert.equal(retyped(crlf, 1, "const a =\n  2;"), crlf.replace("a = 1", "a =\r\n  2"));
  });

  it("is undone without a trace", () => {
    const { notebook } = parseNotebook(FILE);
    const cells = notebook.cells.map((cell) => withText(withText(cell, "other"), cell.text));
    assert.equal(writeNotebook({ ...notebook, cells }), FILE);
  });

  it("to nothing keeps the cell", () => {
    assert.equal(retyped(FILE, 1, ""), FILE.replace("const a = 1;\n", ""));
  });

  it("escapes a line that would start a cell", () => {
    const text = "1;\n// %% not a cell\n2;";
    const written = retyped(FILE, 1, text);
    assert.ok(written.includes("\n1;\n// \\%% not a cell\n2;\n"));
    assert.equal(parseNotebook(written).notebook.cells[1]?.text, text);
  });

  it("escapes no marker inside a closed template literal", () => {
    assert.ok(retyped(FILE, 1, "f(`\n// %%\n`)").includes("\nf(`\n// %%\n`)\n"));
  });

  it("marks a cell as unfinished when its open template would take in the next cell, and unmarks it later", () => {
    const file = "// %% name=a\n1;\n\n// %% name=b\n2;\n";
    const first = retyped(file, 0, "const a = `open");
    assert.equal(first, "// %% name=a\nconst a = `open\n\n// %% name=b\n2;\n");
    const both = retyped(first, 1, "const b = `open");
    assert.equal(
      both,
      "// %% [unfinished] name=a\nconst a = `open\n\n// %% [unfinished] name=b\nconst b = `open\n",
    );
    const mended = retyped(retyped(both, 0, "1;"), 1, "2;");
    assert.equal(mended, file);
  });
});

describe("editing the cells of a notebook", () => {
  it("sets a new cell off by blank lines", () => {
    const cell = newCell({ kind: "code", text: "b", name: "b" });
    const written = edited(FILE, (cells) => [...cells, cell]);
    assert.equal(written, `${FILE}\n\n// %% name=b\nb\n`);
  });

  it("gives text before the first marker one when a cell comes before it", () => {
    const cell = newCell({ kind: "markdown", text: "Hello" });
    const written = edited("const a = 1;\n\n// %%\na;\n", (cells) => [cell, ...cells]);
    assert.equal(written, "// %% [markdown]\n// Hello\n\n// %%\nconst a = 1;\n\n// %%\na;\n");
  });

  it("writes another name and other attributes, quoted where they need it", () => {
    const attributes = new Map([
      ["note", 'say "hi"'],
      ["[raw]", ""],
      ["[markdown]", ""],
      ["x", ""],
    ]);
    const written = edited(FILE, (cells) =>
      cells.map((cell) => (cell.name === "a" ? { ...cell, name: "two words", attributes } : cell)),
    );
    const line = '// %% name="two words" note="say \\"hi\\"" [raw] "[markdown]" x';
    assert.equal(written, FILE.replace("// %% name=a timeout=30", line));
  });

  it("turns code into Markdown and back", () => {
    const kind = (to: Cell["kind"]) => (cells: readonly Cell[]) =>
      cells.map((cell) => (cell.name === "a" ? { ...cell, kind: to } : cell));
    const markdown = edited(FILE, kind("markdown"));
    assert.ok(markdown.includes("// %% [markdown] name=a timeout=30\n// const a = 1;\n\n\n// %%"));
    assert.equal(edited(markdown, kind("code")), FILE);
  });

  it("starts a new file with its front matter", () => {
    const { frontMatter } = parseNotebook("").notebook;
    const cells = [newCell({ kind: "code", text: "1" })];
    assert.equal(
      writeNotebook({ frontMatter, eol: "\r\n", cells }),
      "/* ---\r\npipenb: 1\r\n--- */\r\n\r\n// %%\r\n1\r\n",
    );
  });
});
