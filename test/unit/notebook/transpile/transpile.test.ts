import assert from "node:assert/strict";
import { javaScriptOf } from "../../../../notebook/transpile/transpile.ts";

describe("the JavaScript of TypeScript", () => {
  it("has every place where the text has it, where taking the types off is enough", () => {
    const texts = [
      "const a: number = 1;",
      "declare enum E {}",
      "namespace N { export type T = 1; }",
      "class A { private a = 1; constructor(b: number) {} }",
      "const s = `@decorator`;",
      "import type x from 'x';",
      "interface I {}\nconst after = 1 as I;",
      "const f = async <T,>(\n  value: T,\n): Promise<T> => value;",
      "let a = (b as string)\n(c)",
    ];
    for (const text of texts) {
      const code = javaScriptOf(text, "module.ts");
      assert.equal(code.length, text.length, text);
      for (let at = 0; at < code.length; at += 1)
        assert.ok(code[at] === text[at] || " ;)".includes(code.charAt(at)), `${text} → ${code}`);
      assert.doesNotMatch(code, /sourceMappingURL/);
    }
  });

  it("has a map to the text where code stands on types", () => {
    const texts = [
      "enum E { a }",
      "namespace N { export const a = 1; }",
      "class A { constructor(private a: number) {} }",
      "@d class A {}",
      "class A { @d b() {} }",
      "class A { accessor b = 1; }",
      "const a = <number>b;",
    ];
    for (const text of texts) assert.match(javaScriptOf(text, "module.ts"), /\/\/# sourceMappingURL=/, text);
    assert.match(javaScriptOf("const a = <b />;", "module.tsx"), /\/\/# sourceMappingURL=/);
  });
});
