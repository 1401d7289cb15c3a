import assert from "node:assert/strict";
import { applyEdits } from "../../../../notebook/analysis/apply-edits.ts";
import { quickFixes } from "../../../../language/module/quick-fixes.ts";

/** The text after each mend of the problem that `word` has, by the mend's title. */
function mended(text: string, word: string, code: number, message = ""): Readonly<Record<string, string>> {
  const start = text.lastIndexOf(word);
  const found = quickFixes(text, { code, message, start, end: start + word.length });
  return Object.fromEntries(found.map(({ title, edits }) => [title, applyEdits(text, edits)]));
}

describe("mends for a cell's problems", () => {
  it("declare a name that nobody declares, as what it is used for", () => {
    assert.deepEqual(mended("total;", "total", 2304), {
      "Declare 'total'": "const total = undefined;\ntotal;",
    });
    assert.deepEqual(mended("total = 1;", "total", 2304), { "Declare 'total'": "let total = 1;" });
    assert.match(
      mended("sum(1, 2);", "sum", 2304)["Declare 'sum'"] ?? "",
      /^function sum\(argument1: unknown, argument2: unknown\) \{/,
    );
  });

  it("write a name as it was meant", () => {
    const meant = "Cannot find name 'totl'. Did you mean 'total'?";
    assert.equal(mended("totl;", "totl", 2552, meant)["Change spelling to 'total'"], "total;");
    const member = "Property 'heigt' does not exist on type 'DataFrame'. Did you mean 'height'?";
    assert.deepEqual(mended("frame.heigt;", "heigt", 2551, member), {
      "Change spelling to 'height'": "frame.height;",
    });
  });

  it("await a promise whose value is meant", () => {
    const message = "Property 'length' does not exist on type 'Promise<string>'.";
    assert.deepEqual(mended("text().length;", "length", 2339, message), {
      "Add 'await'": "(await text()).length;",
    });
    assert.deepEqual(mended("function f() { return text().length; }", "length", 2339, message), {});
  });
});
