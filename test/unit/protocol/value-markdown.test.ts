import assert from "node:assert/strict";
import * as fc from "fast-check";
import { markdownText, shapeText, valueMarkdown } from "../../../protocol/value-markdown.ts";

const nothing = { columns: [], rows: [] };

describe("a value in Markdown", () => {
  it("has a shape in words", () => {
    assert.equal(shapeText({ shape: [1461, 6] }), "1,461 rows × 6 columns");
    assert.equal(shapeText({ shape: [1, 1] }), "1 row × 1 column");
    assert.equal(shapeText({ shape: [null, 2] }), "? rows × 2 columns");
    assert.equal(shapeText({ shape: [1] }), "1 entry");
    assert.equal(shapeText({}), undefined);
  });

  it("is its type and itself where it has no rows", () => {
    assert.equal(valueMarkdown({ type: "number", preview: "12", ...nothing }), "number · 12");
    assert.equal(
      valueMarkdown({ type: "Array", shape: [2], preview: "1 2", ...nothing }),
      "Array · 2 entries · 1 2",
    );
  });

  it("is a table of the first rows, with a mark that columns are left out", () => {
    const columns = [
      { name: "id", type: "Int32" },
      { name: "a|b", type: "String" },
    ];
    const rows = [["1", null]];
    assert.equal(
      valueMarkdown({ type: "DataFrame", shape: [1, 3], preview: "", columns, rows }),
      [
        "DataFrame · 1 row × 3 columns",
        "",
        "| &nbsp;id *Int32*&nbsp;&nbsp; | &nbsp;a&#124;b *String*&nbsp;&nbsp; | … |",
        "| --: | :-- | :-- |",
        "| &nbsp;1&nbsp;&nbsp; | &nbsp;*null*&nbsp;&nbsp; | … |",
      ].join("\n"),
    );
  });

  it("leaves nothing of the data that Markdown or HTML could take for its own", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const written = markdownText(text);
        assert.doesNotMatch(written.replaceAll(/&#\d+;/g, ""), /[!-/:-@[-`{-~\n]/);
        const read = written.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
        assert.equal(read, text.replaceAll(/\s+/g, " "));
      }),
    );
  });
});
