import assert from "node:assert/strict";
import { isComplete } from "../../../../kernel/session/is-complete.ts";

describe("whether a text is a whole cell", () => {
  const samples = {
    complete: [
      "",
      "a",
      "let a",
      "const f = () => {\n};",
      "// only a comment",
      "`a`",
      "?Math",
      "Math?",
      '{ "a": 1 }',
    ],
    incomplete: [
      ...["const x =", "const x: number =", "const x = // its value", "a +", "a ?", "a ? 1 :", "!", "new"],
      ...["a.", "f(", "f(1,", "[1,", "`a", "/* a", "if (a)", "if (a) {\n} else", "for (", "a =>", "class"],
      ...["function f(a: number,", "import { a } from", "type A =", "interface A {"],
    ],
    invalid: ["}", "a b", "const x = 1 2", "%time a", "f)", "= 1"],
  };
  for (const [status, texts] of Object.entries(samples))
    for (const text of texts)
      it(`is ${status}: ${JSON.stringify(text)}`, () => {
        assert.equal(isComplete(text).status, status);
      });
});
