import assert from "node:assert/strict";
import { closingText } from "../../../../language/module/closing-text.ts";
import { ModuleBuilder } from "../../../../language/module/notebook-module.ts";
import { withoutMarks } from "../../../../language/module/versions.ts";

const moduleOf = (...texts: readonly (string | undefined)[]): string => new ModuleBuilder().build(texts).text;
const between = "\n;\n";
const ending = "export {};\n";
const joined = (...cells: readonly string[]): string => cells.map((cell) => cell + between).join("") + ending;

describe("the module of a notebook", () => {
  it("is the cells word for word where no name is declared again", () => {
    const cells = ["import pl from 'p';\nconst a: number = 1;", "function f() { return a; }", "await f()"];
    assert.equal(moduleOf(...cells), joined(...cells));
  });

  it("puts a cell that is one object literal into parentheses", () => {
    assert.equal(
      moduleOf("const a = 1;", "const a = 2;", "{ a, b: [a] } // it", "{}"),
      joined("const a = 1;", "const a·2 = 2;", "({ a: a·2, b: [a·2] }) // it", "({})"),
    );
    assert.equal(moduleOf("{ const a = 1; }"), joined("{ const a = 1; }"));
  });

  it("leaves out cells without code, and export marks but not their room", () => {
    assert.equal(moduleOf(undefined, "export const a = 1;", undefined), joined("       const a = 1;"));
    assert.equal(moduleOf("export default 1;"), joined("               1;"));
  });

  it("gives a name that is declared again another one from there on", () => {
    assert.equal(
      moduleOf(
        "const a = 1;",
        "a;",
        "const a = String(a);",
        "a; ({ a }); ({ a: a }); b.a;",
        "const a = [a];",
      ),
      joined(
        "const a = 1;",
        "a;",
        "const a·2 = String(a);",
        "a·2; ({ a: a·2 }); ({ a: a·2 }); b.a;",
        "const a·3 = [a·2];",
      ),
    );
  });

  it("keeps a function at what its names meant where it stands, and leaves names of its own alone", () => {
    assert.equal(
      moduleOf(
        "const a = 1;\nconst f = () => a;",
        "const a = 'x';",
        "function g(a: number) { return a; }\ng(f() + a);",
      ),
      joined(
        "const a = 1;\nconst f = () => a;",
        "const a·2 = 'x';",
        "function g(a: number) { return a; }\ng(f() + a·2);",
      ),
    );
  });

  it("tells types from values of the same name", () => {
    assert.equal(
      moduleOf(
        "interface A { x: 1 }\nconst A = 1;",
        "const A = 2;",
        "let v: A; A;",
        "type A = string;",
        "let w: A = 'x'; A;",
      ),
      joined(
        "interface A { x: 1 }\nconst A = 1;",
        "const A·2 = 2;",
        "let v: A; A·2;",
        "type A·3 = string;",
        "let w: A·3 = 'x'; A·2;",
      ),
    );
  });

  it("imports a name again as one of its own", () => {
    assert.equal(
      moduleOf(
        'import p, { a, b as c } from "m";',
        'import p, { a, type b as c } from "m";',
        "p; a; let d: c;",
      ),
      joined(
        'import p, { a, b as c } from "m";',
        'import p·2, { a as a·2, type b as c·2 } from "m";',
        "p·2; a·2; let d: c·2;",
      ),
    );
  });

  it("means what Node has until a cell declares the name", () => {
    assert.equal(
      moduleOf("performance.now();", "const performance = 1;", "performance;"),
      joined("performance.now();", "const performance·1 = 1;", "performance·1;"),
    );
  });

  it("closes what a half-written cell leaves open", () => {
    assert.equal(moduleOf("f(a, [{", "const b = 1;"), joined("f(a, [{}])", "const b = 1;"));
    assert.equal(moduleOf("const s = `a ${b", "1"), joined("const s = `a ${b}`", "1"));
  });
});

describe("what closes a half-written cell", () => {
  for (const [text, closing] of [
    ["f(a)", ""],
    ["f(", ")"],
    ["if (a) { b([", "])}"],
    ["`a", "`"],
    ["`a ${ f(", ")}`"],
    ["`a ${ `b", "`}`"],
    ["`a ${b} ${c} d", "`"],
    ["a /* b", "*/"],
    ["a) b(", ")"],
    ['"open', ""],
    ["// ( [", ""],
  ] as const) {
    it(`${JSON.stringify(text)} is ${JSON.stringify(closing)}`, () => {
      assert.equal(closingText(text), closing);
    });
  }
});

describe("the names of the language server", () => {
  it("are the user's own without their marks", () => {
    assert.equal(withoutMarks("const orders·2: Frame<a·13>"), "const orders: Frame<a>");
    assert.equal(withoutMarks("3·2 and x·y and «·2»"), "3 and x·y and «·2»");
  });
});
