import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseNotebook } from "../../../../notebook/format/parse.ts";

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  crlf: ["# Title\n\nText", "const a = `x\ny`;"],
  "mixed-eol": ["a\nb", "x\ny"],
  "lone-cr": ["const a = 1;", "const b = 2;"],
  "missing-last-newline": ["const a = 1;", "a"],
  "marker-in-template": ["const text = `\n// %% name=inside\n// %%\n`;", "text;"],
  "escaped-markers": [
    "// %% not a marker\n// \\%% one backslash stays\nconst t = `\n// %%\n`;",
    "%% a line of Markdown",
  ],
  "markdown-unprefixed-line": ["Text\nconst forgotten = 1;\nno space\n\n\nMore"],
  "markdown-blank-lines": ["\n\nText\n\n", "\n\n1;", "2;"],
  "comment-before-first-marker": ["// Copyright 2026\n// Licence: MIT", "1;"],
  "trailing-spaces": ["const a = 1;   ", "2  "],
  "nul-characters": ['const a = "\0";\n\0', "2"],
};

describe("the text of a cell", () => {
  for (const [name, texts] of Object.entries(TEXTS)) {
    it(`is what ${name}.pipenb says`, () => {
      const url = new URL(`../../../fixtures/format/${name}.pipenb`, import.meta.url);
      const { notebook } = parseNotebook(readFileSync(url, "utf8"));
      assert.deepEqual(
        notebook.cells.map((cell) => cell.text),
        texts,
      );
    });
  }

  it("starts on the line the cell names", () => {
    const url = new URL("../../../fixtures/format/crlf.pipenb", import.meta.url);
    const text = readFileSync(url, "utf8");
    const lines = text.split("\r\n");
    const [, code] = parseNotebook(text).notebook.cells;
    assert.equal(lines[(code?.line ?? 0) - 1], "const a = `x");
  });

  it("with half a character in it is reported, since no file can hold it", () => {
    const { problems } = parseNotebook('// %%\nconst a = "\uD800";\n');
    assert.deepEqual(
      problems.map(({ line, column }) => [line, column]),
      [[2, 12]],
    );
  });
});
