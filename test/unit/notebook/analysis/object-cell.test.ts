import assert from "node:assert/strict";
import { Compiler } from "../../../../kernel/compile/compile.ts";
import { CompileError } from "../../../../modules/compile-error.ts";
import { placeInText } from "../../../../kernel/trace/place-map.ts";
import { isComplete } from "../../../../kernel/session/is-complete.ts";
import { analyseCells } from "../../../../notebook/analysis/analyse-cells.ts";
import {
  fromParentheses,
  inParentheses,
  objectCell,
  withoutParentheses,
} from "../../../../notebook/analysis/object-cell.ts";

const objects = [
  "{}",
  "{ }\n",
  "{ rows }",
  "{ rows, }",
  "{ rows, total: 1 }",
  "{ rows: 2, total: 31.5 }",
  "{ a: 1 };",
  "{ a: 1 } ; // the end",
  "// before\n/* and */ { a: 1 } // behind",
  "{ ...rest }",
  "{ ...rest, b: { c: [1, { d: 2 }] } }",
  "{ rows: await count() }",
  "{ 'a b': 1, 2: 3 }",
  "{ [key]: 1 }",
  '{\n  [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "shown" }),\n}',
  "{ go() { return 1; } }",
  "{ go(x: number): number { return x; } }",
  "{ go<T>(x: T): T { return x; } }",
  "{ async go() { await 1; } }",
  "{ *each() { yield 1; } }",
  "{ async *each() { yield 1; } }",
  "{ get size() { return 1; }, set size(n) {} }",
  "{ get: 1, async: 2, if: 3 }",
  "{ a: /[}]/.test(text), b: `${{ c: 1 }.c}` }",
  "{ a: 1 } as const",
  "{ a: 1 } satisfies Shape;",
  "{ a: x as number, b: <T>(x: T) => x }",
  "{ a: function () { return 1; }, b: class {} }",
];

const blocks = [
  "{ const inner = 1; console.log(inner); }",
  "{ console.log(1) }",
  "{ console.log(1); }",
  "{ go()\n{ more() } }",
  "{ a: for (const x of y) { if (x) break a; } }",
  "{ step: go()\n  more() }",
  "{ if (x) { go() } }",
  "{ while (x) { } }",
  "{ switch (x) { } }",
  "{ x = 1 }",
  "{ a; b; }",
  "{ a\n b }",
  "{ function f() {} }",
  "{ { a } }",
  '{ "a" }',
  "{ await x }",
  "{ rows }\nrows",
  "{ a: 1 }\n{ b: 2 }",
  "const rows = 3;\n{ rows }",
  "[{ a: 1 }]",
];

async function codeOf(text: string): Promise<string> {
  return (await new Compiler().compile(text, 1)).code;
}

describe("a cell that is one object literal", () => {
  for (const text of objects)
    it(`is an object for the kernel and the analysis: ${text}`, async () => {
      const object = objectCell(text);
      assert.ok(object);
      assert.equal(text.slice(object.start, object.end).startsWith("{"), true);
      assert.match(await codeOf(text), /__pipenb\.result\(\(\s*\{/);
      const [analysis] = analyseCells([text]);
      assert.deepEqual([analysis?.object, analysis?.errors], [object, []]);
      assert.equal(analysis?.last?.start, object.start);
      assert.deepEqual(isComplete(text), { status: "complete" });
    });

  for (const text of blocks)
    it(`is none for either: ${text}`, async () => {
      assert.doesNotMatch(await codeOf(text), /__pipenb\.result\(\(\s*\{/);
      assert.equal(analyseCells([text])[0]?.object, undefined);
    });

  it("has its names at their places in the cell", () => {
    const text = "// the figures\n{\n  rows,\n  total: sum(rows),\n};";
    const occurrences = analyseCells([text])[0]?.occurrences ?? [];
    assert.deepEqual(
      occurrences.map(({ start, end, shorthand }) => [text.slice(start, end), shorthand]),
      [
        ["rows", true],
        ["sum", false],
        ["rows", false],
      ],
    );
  });

  it("names the place of a mistake in it", async () => {
    for (const [text, line, column] of [
      ["{ rows: 2, total: }", 1, 19],
      ["// it\n{\n  rows: 2 total: 3,\n}", 3, 11],
    ] as const)
      await assert.rejects(codeOf(text), (error) => {
        assert.ok(error instanceof CompileError);
        assert.deepEqual([error.line, error.column], [line, column]);
        return true;
      });
    const [analysis] = analyseCells(["{ rows: 2, total: }"]);
    assert.deepEqual(
      analysis?.errors.map(({ start }) => start),
      [18],
    );
  });

  it("finds the place of running code in the cell again", async () => {
    for (const [text, word] of [
      ["{ a: 1, b: fail() }", "fail"],
      ["{\n  a: 1,\n  b: fail<Row>(x as number) }", "fail"],
    ] as const) {
      const { code, places } = await new Compiler().compile(text, 1);
      const line = code.split("\n").findIndex((each) => each.includes(word));
      const column = (code.split("\n")[line] ?? "").indexOf(word);
      const lines = text.split("\n");
      const at = lines.findIndex((each) => each.includes(word));
      assert.deepEqual(placeInText(places, { line: line + 1, column: column + 1 }), {
        line: at + 1,
        column: (lines[at] ?? "").indexOf(word) + 1,
      });
    }
  });

  it("gets out of the parentheses what went into them", () => {
    const text = "/* a */ { b } // c";
    const object = objectCell(text);
    assert.ok(object);
    const inside = inParentheses(text, object);
    assert.equal(inside, "/* a */ ({ b }) // c");
    for (let index = 0; index < inside.length; index += 1)
      if (!"()".includes(inside.charAt(index)))
        assert.equal(text[fromParentheses(index, object)], inside[index], `${index} of ${inside}`);
    assert.equal(withoutParentheses(inside), text);
    assert.equal(withoutParentheses(";({ b: 1 });\n"), "{ b: 1 }\n");
    assert.equal(withoutParentheses("({ b: (1) }) as const;"), "{ b: (1) } as const");
  });
});
