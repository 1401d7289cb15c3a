import assert from "node:assert/strict";
import { analyseCells, type CellAnalysis } from "../../../../notebook/analysis/analyse-cells.ts";
import { impossibleExports } from "../../../../notebook/analysis/impossible-exports.ts";
import { moduleSpecifiers } from "../../../../notebook/analysis/module-specifiers.ts";
import { withShellPackage } from "../../../../notebook/analysis/with-shell-package.ts";
import { notebookOf } from "../../../support/notebook-of.ts";

function analyse(text: string): CellAnalysis {
  const [analysis] = analyseCells([text]);
  assert.ok(analysis);
  return analysis;
}

describe("the analysis of cells", () => {
  it("reads every form of import", () => {
    const { imports } = analyse(
      'import a, { b as c, type D } from "x";\nimport * as e from "y";\nimport type { F } from "z";\nimport g from "./g.json" with { type: "json" };\nimport "side";',
    );
    assert.deepEqual(
      imports.map(({ module, attributes, bindings }) => [
        module,
        attributes,
        bindings
          .map(({ local, imported, typeOnly }) => `${typeOnly ? "type " : ""}${imported} as ${local}`)
          .join(),
      ]),
      [
        ["x", "", "default as a,b as c,type D as D"],
        ["y", "", "* as e"],
        ["z", "", "type F as F"],
        ["./g.json", 'with { type: "json" }', "default as g"],
        ["side", "", ""],
      ],
    );
  });

  it("finds what a cell declares at its top, and nothing from inside", () => {
    const { declarations } = analyse(
      "const { a, b: [c, ...d], ...e } = x;\nfunction f(g) { const h = 1; }\nclass I {}\nenum J {}\ntype K = 1;\ninterface L {}\nnamespace M { export const n = 1; }\nfor (var o of p) { let q; var r; }\nif (s) { const t = 1; function u() {} }",
    );
    assert.deepEqual(
      declarations.flatMap(({ names }) => names),
      ["a", "c", "d", "e", "f", "I", "J", "K", "L", "M", "o", "r"],
    );
  });

  it("tells own names from those of other cells and leaves inner ones out", () => {
    const { occurrences } = analyse(
      "const a = b;\nfunction f(c) { return a + b + c; }\n{ let d = a; d.a = b; }",
    );
    assert.deepEqual(
      occurrences.map(({ name, own, captured }) => `${name}${own ? "!" : ""}${captured ? "?" : ""}`),
      ["a!", "b", "f!", "a!?", "b?", "a!", "b"],
    );
  });

  it("takes a last expression for pure only where leaving it out changes nothing", () => {
    const pure = [
      "a",
      "a.b[0]",
      "`${a}`",
      "a ? b : c",
      "[a, { b, c: 1 }]",
      "a.head(5)",
      "(a as any)!",
      "a.b.filter(c)",
      "() => f()",
      'a.sort("x").head()',
      'a.sort(pl.col("x"))',
    ];
    const effectful = [
      "f()",
      "await a",
      "a = 1",
      "a++",
      "delete a.b",
      "new A()",
      "a.forEach(f)",
      "a.filter((x) => x)",
      "[f()]",
      "`${f()}`",
      "a`x`",
      "a.sort()",
      "a.sort(byDate).slice(0, 5)",
      "insert.get(a)",
    ];
    for (const text of pure) assert.equal(analyse(text).last?.pure, true, text);
    for (const text of effectful) assert.equal(analyse(text).last?.pure, false, text);
    assert.equal(analyse("const a = 1;").last, undefined);
  });

  it("says what no cell can export, as the kernel does", () => {
    const wrong = (text: string): unknown =>
      analyse(text).errors.map(({ start, message }) => [start, message]);
    assert.deepEqual(wrong('1;\nexport * from "x";'), [[3, impossibleExports.elsewhere]]);
    for (const what of ["async function () {}", "class {}"])
      assert.deepEqual(wrong(`1;\nexport default ${what}`), [[3, impossibleExports.nameless]]);
    for (const what of ["function f() {}", "class A {}", "(class {})", "() => 1", "async () => 1"])
      assert.deepEqual(wrong(`export default ${what};\nexport type { B } from "x";`), []);
  });

  it("finds static, dynamic and re-exported modules", () => {
    assert.deepEqual(
      moduleSpecifiers(
        'import a from "./a.ts";\nexport * from "./b.ts";\nawait import("./c.ts");\nimport(d);',
      ).map(({ module }) => module),
      ["./a.ts", "./b.ts", "./c.ts"],
    );
  });

  it("adds zx where a cell uses $ and nothing else is called so", () => {
    const npmOf = (text: string, npm = {}): unknown =>
      withShellPackage(notebookOf([text], { image: { npm } })).frontMatter.image.npm;
    assert.deepEqual(npmOf("await $`ls`"), { zx: "^8.8.5" });
    assert.deepEqual(npmOf("await $`ls`", { zx: "8.0.0" }), { zx: "8.0.0" });
    assert.deepEqual(npmOf("const a = `$x ${1}`; // $"), {});
    assert.deepEqual(npmOf('import $ from "jquery";\n$("a")'), {});
  });
});
