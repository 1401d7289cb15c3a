import assert from "node:assert/strict";
import { CellWords } from "../../../../language/module/rename-variables.ts";

/** What stands in place of the last `rows` of a cell when a variable gets the name `lines`. */
function renamed(text: string): string | undefined {
  return new CellWords(text).renamed(text.lastIndexOf("rows"), "lines");
}

describe("renaming a variable", () => {
  it("changes the places where it is used", () => {
    assert.equal(renamed("f(rows);"), "lines");
    assert.equal(renamed("const rows = 1;"), "lines");
    assert.equal(renamed("let x: typeof rows;"), "lines");
    assert.equal(renamed('import { rows } from "./rows.ts"; import { rows } from "x";'), "lines");
  });

  it("keeps the property that it is written to or taken from", () => {
    assert.equal(renamed("const named = { rows };"), "rows: lines");
    assert.equal(renamed("const { rows } = named;"), "rows: lines");
    assert.equal(renamed("const { rows = 1 } = named;"), "rows: lines");
    assert.equal(renamed("const { ...rows } = named;"), "lines");
    assert.equal(renamed("named.rows;"), undefined);
    assert.equal(renamed("const named = { rows: 1 };"), undefined);
  });

  it("writes no property twice where the name had another in the module", () => {
    const text = "const named = { rows };";
    assert.equal(new CellWords(text).renamed(text.indexOf("rows"), "rows: lines"), "rows: lines");
  });
});
