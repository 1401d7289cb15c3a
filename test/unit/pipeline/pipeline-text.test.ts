import assert from "node:assert/strict";
import { analyseCells } from "../../../notebook/analysis/analyse-cells.ts";
import { pipelineText } from "../../../pipeline/code/pipeline-text.ts";
import type { Parameter } from "../../../notebook/parameters/parameter.ts";
import { notebookOf, type ShortCell } from "../../support/notebook-of.ts";

function exported(cells: readonly (ShortCell | string)[], parameters: readonly Parameter[] = []) {
  const notebook = notebookOf(cells);
  const analyses = analyseCells(notebook.cells.map(({ kind, text }) => (kind === "markdown" ? "" : text)));
  return pipelineText({ notebook, name: "daily", title: "Daily", parameters, analyses });
}

/** The code without head, rules and the marks of cells. */
function body(cells: readonly (ShortCell | string)[]): string {
  const { text } = exported(cells);
  const kept = text
    .split("\n")
    .filter(
      (line) =>
        !/^(?:\/\/ --- |await (?:cell|startCell)\(|(?:done|endPipeline)\(\);|import .*runner\.mjs|\/\*\* Daily|.*ipeline\(\{)/.test(
          line,
        ),
    );
  return kept
    .join("\n")
    .replaceAll(/\n{2,}/g, "\n")
    .trim();
}

describe("the exported module", () => {
  it("keeps each cell's text under its name and in its order", () => {
    const { text } = exported([
      { name: "first", text: "const a = 1; // one" },
      { kind: "markdown", text: "# About\n\nwords" },
      { name: "second", text: "console.log(a);" },
    ]);
    assert.match(
      text,
      /\/\/ --- first -+\nawait cell\("first"\);\nconst a = 1; \/\/ one\n\n\/\/ # About\n\/\/\n\/\/ words\n\n\/\/ --- second -+\nawait cell\("second"\);\nconsole\.log\(a\);\n\ndone\(\);\n$/,
    );
  });

  it("keeps a cell that is one object literal an object, and leaves it out where it only shows", () => {
    assert.equal(
      body(["let n = 0;\nconst next = () => n++;", "{ n, first: next() }; // it", "// what is there\n{ n }"]),
      "let n = 0;\nconst next = () => n++;\n({ n, first: next() }); // it",
    );
  });

  it("hoists and merges imports, types marked as such", () => {
    const { text } = exported([
      'import { readFile } from "node:fs/promises";\nimport pl from "nodejs-polars";\nconst a = await readFile("x");',
      'import { writeFile } from "node:fs/promises";\nimport type { Stats } from "node:fs";\nimport pl, { col, type DataFrame } from "nodejs-polars";\nimport * as path from "node:path";\nimport "./side.ts";\nlet s: Stats; let d: DataFrame;\nf(pl, col, path, writeFile);',
    ]);
    const imports = text.split("\n").filter((line) => line.startsWith("import"));
    assert.deepEqual(imports, [
      'import type { Stats } from "node:fs";',
      'import { readFile, writeFile } from "node:fs/promises";',
      'import * as path from "node:path";',
      'import pl, { col, type DataFrame } from "nodejs-polars";',
      'import "./side.ts";',
      'import { cell, done, pipeline } from "./runner.mjs";',
    ]);
  });

  it("renames one of two imports that share a name", () => {
    assert.equal(
      body([
        'import { readFile } from "node:fs";\nreadFile("a", done);',
        'import { readFile } from "node:fs/promises";\nawait readFile("a");\nf({ readFile });',
      ]),
      'import { readFile } from "node:fs";\nimport { readFile as readFile2 } from "node:fs/promises";\nreadFile("a", done);\nawait readFile2("a");\nf({ readFile: readFile2 });',
    );
  });

  it("renames what a later cell declares again, and follows the name from there", () => {
    assert.equal(
      body(["const orders = load();", "const orders = orders.filter(ok);", "print(orders, { orders });"]),
      "const orders = load();\nconst orders2 = orders.filter(ok);\nprint(orders2, { orders: orders2 });",
    );
  });

  it("does not take a name that is in use", () => {
    assert.equal(
      body(["const a = 1, a2 = 2;", "const a = 3;", "print(a, a2);"]),
      "const a = 1, a2 = 2;\nconst a3 = 3;\nprint(a3, a2);",
    );
  });

  it("leaves members and inner names of the same spelling alone", () => {
    assert.equal(
      body([
        "const a = 1;",
        "const a = 2;",
        "x.a = { a: 1 }; const f = (a) => a; f(a); { const a = 5; print(a); }",
      ]),
      "const a = 1;\nconst a2 = 2;\nx.a = { a: 1 }; const f = (a) => a; f(a2); { const a = 5; print(a); }",
    );
  });

  it("keeps one variable where an earlier function may look at the new value", () => {
    assert.equal(
      body([
        "const rate = 2;\nfunction price(n) { return n * rate; }",
        "const rate = 3;",
        "print(price(1), rate);",
      ]),
      "let rate: any = 2;\nfunction price(n) { return n * rate; }\nrate = 3;\nprint(price(1), rate);",
    );
  });

  it("keeps one function where an earlier function calls it", () => {
    assert.equal(
      body([
        "function a() { return b(); }\nfunction b() { return 1; }",
        "function b() { return 2; }",
        "print(a());",
      ]),
      "function a() { return b(); }\nlet b: any = function b() { return 1; };\nb = function b() { return 2; };\nprint(a());",
    );
  });

  it("assigns to one name of a pattern and declares the others", () => {
    assert.equal(
      body(["let a = 1;\nconst f = () => a;", "const { a, b } = g(), c = 2;", "print(f(), b, c);"]),
      "let a: any = 1;\nconst f = () => a;\nlet b: any;\n({ a, b } = g());\nconst c = 2;\nprint(f(), b, c);",
    );
  });

  it("renames in patterns, too", () => {
    assert.equal(
      body(["const { a, b: [c] } = x;", "const { a, b: [c], ...d } = y;", "print(a, c, d);"]),
      "const { a, b: [c] } = x;\nconst { a: a2, b: [c2], ...d } = y;\nprint(a2, c2, d);",
    );
  });

  it("does not take a function given to a list's method for one that looks later", () => {
    assert.equal(
      body(["const limit = 2;\nconst few = all.filter((x) => x < limit);", "const limit = 3;"]),
      "const limit = 2;\nconst few = all.filter((x) => x < limit);\nconst limit2 = 3;",
    );
  });

  it("keeps a global apart from a name that a later cell gives to something else", () => {
    assert.equal(
      body(["print(process.pid);", "const process = start();", "process.run();"]),
      "print(process.pid);\nconst process2 = start();\nprocess2.run();",
    );
  });

  it("lets recursive functions be declared again", () => {
    assert.equal(
      body(["const f = (n) => (n ? f(n - 1) : 0);", "const f = (n) => (n ? f(n - 2) : 1);", "print(f(3));"]),
      "const f = (n) => (n ? f(n - 1) : 0);\nconst f2 = (n) => (n ? f2(n - 2) : 1);\nprint(f2(3));",
    );
  });

  it("renames types that are declared again", () => {
    assert.equal(
      body([
        "type Row = { a: number };\nconst r: Row = f();",
        "type Row = { b: string };\nconst s: Row = g();",
      ]),
      "type Row = { a: number };\nconst r: Row = f();\ntype Row2 = { b: string };\nconst s: Row2 = g();",
    );
  });

  it("lets a type and a value have one name, whichever is declared first", () => {
    const cells = [
      "const Order = z.object({});",
      "type Order = z.infer<typeof Order>;",
      "const o: Order = Order.parse({});\nconst all: Parameters<typeof Order.parse> = [];",
    ];
    assert.equal(body(cells), cells.join("\n"));
    assert.equal(
      body([
        "type Row = { a: 1 };",
        "const Row = 1;\nconst r: Row = f(Row);",
        "type Row = 2;\ng(Row, r as Row);",
      ]),
      "type Row = { a: 1 };\nconst Row = 1;\nconst r: Row = f(Row);\ntype Row2 = 2;\ng(Row, r as Row2);",
    );
    assert.equal(
      body([
        'import type { Row } from "./r.ts";',
        "const Row = 1;",
        "type Row = typeof Row;\nprint(Row, a as Row);",
      ]),
      'import type { Row } from "./r.ts";\nconst Row = 1;\ntype Row2 = typeof Row;\nprint(Row, a as Row2);',
    );
    assert.equal(
      body(["class A {}", "type A = { a: A };\nconst a: A = new A();"]),
      "class A {}\ntype A2 = { a: A2 };\nconst a: A2 = new A();",
    );
  });

  it("leaves a name its value where `var` gives it none, or may give it none", () => {
    for (const cells of [
      ["var mode = 'a';", "if (flag()) {\n  var mode = 'b';\n}", "print(mode);"],
      ["for (var i = 0; i < 3; i++) f(i);", "for (var i = 0; i < 4; i++) f(i);\nprint(i);"],
    ])
      assert.equal(body(cells), cells.join("\n"));
    assert.equal(
      body(["let total = 1;", "var total;\nprint(total);"]),
      "let total: any = 1;\ntotal;\nprint(total);",
    );
    assert.equal(
      body([
        "let mode = 'a';",
        "if (flag()) {\n  var mode: string = 'b', other = 1;\n}",
        "print(mode, other);",
      ]),
      "let mode: any = 'a';\nvar other: any;\nif (flag()) {\n  mode = 'b', other = 1;\n}\nprint(mode, other);",
    );
    assert.equal(
      body(["let a = 1;", "if (flag()) { var { a } = g(); }", "for (var { a } of all) print(a);"]),
      "let a: any = 1;\nif (flag()) { ({ a } = g()); }\nfor ({ a } of all) print(a);",
    );
    assert.equal(body(["var a = 1;", "var a = 'x';\nprint(a);"]), "var a = 1;\nvar a2 = 'x';\nprint(a2);");
    const { problems } = exported([
      { text: 'import { rows } from "./rows.ts";' },
      { name: "b", text: "var rows;" },
    ]);
    assert.match(
      problems[0]?.message ?? "",
      /^rows is declared again in cell "b" by a var that may give it no value/,
    );
  });

  it("leaves the lines of a template literal as they are", () => {
    const literal = "const t = `a\n\n  \n\nb ${f(`\n\n\n`)}\n\n\n`;";
    assert.ok(exported([`${literal}\n\n\n\nprint(t);`]).text.includes(`\n${literal}\n\nprint(t);\n`));
  });

  it("keeps a parameter that is declared with let assignable", () => {
    const day: Parameter = { name: "day", type: { kind: "string" }, default: "2022-01-01", doc: "" };
    const { text } = exported(
      [{ kind: "parameters", text: 'let day = "2022-01-01";' }, "day = f(day);"],
      [day],
    );
    assert.match(text, /^let \{ day \} = pipeline\(/m);
  });

  it("warns where a class cannot be one variable", () => {
    const { problems } = exported([
      { name: "a", text: "class A {}\nconst make = () => new A();" },
      { name: "b", text: "class A {}" },
    ]);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.message ?? "", /A is declared again in cell "b", and/);
    assert.equal(problems[0]?.severity, "warning");
  });

  it("leaves out a last expression that only shows, with its comment and the imports it alone used", () => {
    assert.equal(
      body([
        'import pl from "nodejs-polars";\nimport { col } from "x";\nconst a = f(col);\n\n// the first ones\na.filter(pl.col("b").eq(pl.lit(1))).head()',
      ]),
      'import { col } from "x";\nconst a = f(col);',
    );
  });

  it("keeps a last expression that may do something", () => {
    assert.equal(body(["const a = f();", "a.writeCSV('x')"]), "const a = f();\na.writeCSV('x')");
    assert.equal(body(["let a = f();", "a.map((x) => a++)"]), "let a = f();\na.map((x) => a++)");
  });

  it("takes `export` off and keeps what it exported", () => {
    assert.equal(
      body(["export const a = 1;\nexport default function f() { return a; }\nexport { a as b };"]),
      "const a = 1;\nfunction f() { return a; }",
    );
  });

  it("joins no statements where one between them is moved or taken away", () => {
    assert.equal(
      body(["const a = [1]\nvar { b } = { b: a }\nfunction f() {}\n[2].map(f)"]),
      "const a = [1]\nvar { b } = { b: a }\nfunction f() {}\n[2].map(f)",
    );
    assert.equal(
      body([
        "function f() {}\nconst g = () => f();",
        "const a = [f()]\nfunction f() {}\n// all\n[2].map(f)\nprint(a)",
      ]),
      "let f: any = function f() {};\nconst g = () => f();\nf = function f() {};\nconst a = [f()]\n;\n// all\n[2].map(f)\nprint(a)",
    );
    for (const between of ["import 'x'", "export { a }"])
      assert.match(body([`const a = [1]\n${between}\n[2].map(print)\nprint(a)`]), /= \[1\]\n;\s*\[2\]/);
    assert.match(body(["const a = [1]\nexport default [2]\nprint(a)"]), /= \[1\]\n;\[2\]/);
  });

  it("imports display from the runner and $ from zx where they are used", () => {
    const { text } = exported(["display(1);\nawait $`ls`;"]);
    assert.match(text, /^import \{ \$ \} from "zx";$/m);
    assert.match(text, /^import \{ cell, display, done, pipeline \} from "\.\/runner\.mjs";$/m);
    assert.doesNotMatch(exported(["const display = f();\ndisplay(1);"]).text, /display.*runner/);
  });

  it("gives way to names of the notebook", () => {
    const { text } = exported([
      'import { pipeline } from "node:stream/promises";\nconst cell = 1;\nawait pipeline(a, b);',
    ]);
    assert.match(
      text,
      /^import \{ cell as startCell, done, pipeline as startPipeline \} from "\.\/runner\.mjs";$/m,
    );
    assert.match(text, /^startPipeline\(\{/m);
    assert.match(text, /^await startCell\("cell 1"\);$/m);
  });

  it("reads the parameters first and drops their declarations", () => {
    const { text } = exported(
      [
        {
          kind: "parameters",
          text: "/** Day */\nconst day: IsoDate = '2022-02-05'; // which\nconst half = 2;",
        },
        { name: "use", text: "const day = new Date(day);\nprint(day);" },
      ],
      [{ name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "Day" }],
    );
    assert.match(
      text,
      /const \{ day \} = pipeline\(\{\n {2}title: "Daily",\n {2}parameters: \[\n {4}\{ name: "day"/,
    );
    assert.match(text, /cell\("parameters"\);\nconst half = 2;\n/);
    assert.match(text, /const day2 = new Date\(day\);\nprint\(day2\);\n\ndone\(\);\n$/);
    assert.doesNotMatch(text, /IsoDate/);
  });
});
