import assert from "node:assert/strict";
import { CompileError } from "../../../modules/compile-error.ts";
import { placeInText } from "../../../kernel/trace/place-map.ts";
import { Compiler } from "../../../kernel/compile/compile.ts";

/** The code without the directive and the source URL that every cell gets. */
async function codeOf(text: string, compiler = new Compiler()): Promise<string> {
  const { code, declare } = await compiler.compile(text, 7);
  declare();
  return code.replace(/\n\/\/# sourceURL=pipenb-cell:7$/, "").replaceAll(/"use strict";\n?/g, "");
}

describe("compiling a cell", () => {
  it("blanks out types and keeps every position", async () => {
    assert.equal(await codeOf("let total: number = 1;"), "let total         = 1;");
  });

  it("hands over the value of a last expression", async () => {
    assert.equal(await codeOf("const a = 1;\na + 1;"), "let   a = 1;\n__pipenb.result((a + 1));");
  });

  it("hands over nothing when the last statement is a declaration", async () => {
    assert.doesNotMatch(await codeOf("const a = 1;"), /result/);
  });

  it("turns imports into awaited calls that name what they want", async () => {
    assert.equal(
      await codeOf('import pl, { col as c } from "nodejs-polars";'),
      'let { "default": pl, "col": c } = await __pipenb.import("nodejs-polars", undefined, ["default","col"]);',
    );
    assert.equal(
      await codeOf('import * as fs from "node:fs";'),
      'let fs = await __pipenb.import("node:fs", undefined, []);',
    );
    assert.equal(
      await codeOf('import data from "./x.json" with { type: "json" };'),
      'let { "default": data } = await __pipenb.import("./x.json", { with: { "type": "json" } }, ["default"]);',
    );
  });

  it("leaves out imports of types", async () => {
    assert.doesNotMatch(await codeOf('import type { Table } from "apache-arrow";\n1'), /apache/);
  });

  it("evaluates imports first and in their order", async () => {
    const code = await codeOf('import "./a.ts";\nconsole.log(1);\nimport "./b.ts";');
    assert.ok(
      code.indexOf("./a.ts") < code.indexOf("./b.ts") && code.indexOf("./b.ts") < code.indexOf("console"),
    );
  });

  it("lets a function be called above its declaration", async () => {
    const code = await codeOf("f();\nfunction f() {}\n");
    assert.ok(code.indexOf("let f = function f()") < code.indexOf("f();"));
  });

  it("rewrites import() and import.meta wherever they stand", async () => {
    assert.match(await codeOf("const f = () => import(name);"), /__pipenb\.import\(name\)/);
    assert.match(await codeOf("import.meta.url"), /result\(\(__pipenb\.meta\.url\)\)/);
  });

  it("checks for an interrupt after every await", async () => {
    assert.equal(
      await codeOf("await (await f())"),
      "__pipenb.result((__pipenb.check(await (__pipenb.check(await f())))))",
    );
    assert.match(await codeOf("for await (const x of y) g(x);"), /\{__pipenb\.check\(\);g\(x\);\}/);
  });

  it("keeps the value of a var that an earlier cell has declared", async () => {
    const compiler = new Compiler();
    assert.equal(await codeOf("var n = n ?? 0;", compiler), "let n;    n = n ?? 0;");
    assert.equal(await codeOf("var n = n ?? 0;", compiler), "    n = n ?? 0;");
  });

  it("declares a var of a loop for the cells that follow", async () => {
    assert.equal(await codeOf("for (var i = 0; i < 3; i++);"), "let i;for (    i = 0; i < 3; i++);");
    assert.equal(await codeOf("{ var { a } = b; }"), "let a;{ ;  ( { a } = b); }");
  });

  it("joins no statements where one between them is moved or taken away", async () => {
    for (const [text, expected] of [
      [
        "const a = [1]\nfunction f() {}\n[2].map(f)\na",
        "let f = function f() {};let   a = [1]\n;\n[2].map(f)\n",
      ],
      ["const a = [1]\nexport { a }\n[2].map(f)\na", "let   a = [1]\n;\n[2].map(f)\n"],
      ["const a = 1\nexport default [2]\na", "let   a = 1\n;[2]\n"],
      ["const a = 1\nvar { b } = c\na", "let b;let   a = 1\n;  ( { b } = c);\n"],
      ["const a = 1\nvar [b] = c\na", "let b;let   a = 1\n;   [b] = c;\n"],
      ["const a = 1\nexport var { b } = c\na", "let b;let   a = 1\n;  ( { b } = c);\n"],
      [
        "switch (a) {\n  case 1: a\n  var { b } = c\n}\na",
        "let b;switch (a) {\n  case 1: a\n  ;  ( { b } = c);\n}\n",
      ],
      [
        "if (a) var { b } = c; else var { b } = d\na",
        "let b;if (a)    ( { b } = c); else    ( { b } = d);\n",
      ],
      ["var a\n[1].map(f)\na", "let a;    a = a;\n[1].map(f)\n"],
      ["if (a) var b\n[1].map(f)\na", "let b;if (a)     b = b;\n[1].map(f)\n"],
      ["for (var b = 1; b < 2;) b++\na", "let b;for (    b = 1; b < 2;) b++\n"],
      ["for (var b of c) b\na", "let b;for (    b of c) b\n"],
      ["var { a } = b, c\na", "let a, c;;  ( { a } = b, c = c);\n"],
    ] as const)
      assert.equal(await codeOf(text), `${expected}__pipenb.result((a))`);
    const code = await codeOf("const a = [1]\nimport 'x'\n[2].map(f)\na");
    assert.match(code, /;let {3}a = \[1\]\n;\n\[2\]/);
  });

  it("finds places behind a function that was moved, and in a var's pattern", async () => {
    const text = "const x = 1\nfunction f() {}\n[3].map(f)\nvar { y } = z()";
    const { code, places } = await new Compiler().compile(text, 1);
    const lines = code.split("\n");
    const line = lines.findIndex((each) => each.startsWith("[3]")) + 1;
    assert.deepEqual(placeInText(places, { line, column: 5 }), { line: 3, column: 5 });
    const column = (lines[line] ?? "").indexOf("z()") + 1;
    assert.deepEqual(placeInText(places, { line: line + 1, column }), { line: 4, column: 13 });
  });

  it("runs enums, parameter properties and decorators", async () => {
    assert.match(await codeOf("enum Colour { Red }"), /Colour\["Red"\] = 0/);
    assert.match(await codeOf("class P { constructor(readonly x: number) {} }"), /this\.x = x/);
    assert.match(await codeOf("@sealed\nclass K {}"), /sealed/);
    assert.equal(await codeOf("const text = `\n@not a decorator`;"), "let   text = `\n@not a decorator`;");
  });

  it("takes export off and keeps what it exports", async () => {
    assert.equal(await codeOf("export const a = 1;"), "let   a = 1;");
    assert.match(await codeOf("export default 1 + 1"), /result\(\(1 \+ 1\)\)/);
  });

  it("finds the place of running code in the cell again", async () => {
    const { code, places } = await new Compiler().compile(
      'import "./a.ts";\nfunction f(): void {\n  throw new Error("x");\n}\nf();',
      1,
    );
    const line = code.split("\n").findIndex((each) => each.includes("throw"));
    const column = (code.split("\n")[line] ?? "").indexOf("new Error");
    assert.deepEqual(placeInText(places, { line: line + 1, column: column + 1 }), { line: 3, column: 9 });
  });

  for (const [what, text, line, column] of [
    ["a syntax error", "const a = 1;\nconst b = (;", 2, 12],
    ["a name declared twice in one cell", "const a = 1;\nlet a = 2;", 2, 5],
    ["a constant that is assigned to", "const a = 1;\n  a = 2;", 2, 3],
    ["an export from another module", "1;\nexport * from 'x';", 2, 1],
    ["a function without a name", "1;\n  export default async function () {}", 2, 3],
    ["a class without a name", "export default class {}", 1, 1],
  ] as const) {
    it(`names the place of ${what}`, async () => {
      await assert.rejects(new Compiler().compile(text, 1), (error) => {
        assert.ok(error instanceof CompileError);
        assert.deepEqual([error.line, error.column], [line, column]);
        return true;
      });
    });
  }

  it("knows the constants of earlier cells, until the name is declared as a variable", async () => {
    const compiler = new Compiler();
    await codeOf("const a = 1;", compiler);
    await assert.rejects(compiler.compile("a += 1", 2), /a is a constant/);
    await codeOf("[1].map((a) => { a = 2; return a; })", compiler);
    await codeOf("let a = 2;", compiler);
    await codeOf("a += 1", compiler);
  });

  it("forgets what a cell declares that never ran", async () => {
    const compiler = new Compiler();
    await compiler.compile("const a = 1; var b = 2;", 1);
    assert.equal(await codeOf("a = 2; var b = 3;", compiler), "let b;a = 2;     b = 3;");
  });
});
