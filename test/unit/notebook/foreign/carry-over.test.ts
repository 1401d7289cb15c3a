import assert from "node:assert/strict";
import { newCell } from "../../../../notebook/format/new-cell.ts";
import { carryOver } from "../../../../notebook/foreign/carry-over.ts";
import type { Imported } from "../../../../notebook/foreign/imported.ts";
import { newFrontMatter } from "../../../../notebook/foreign/new-front-matter.ts";

/** Some cells, carried over where Node has `fs` and a package.json near by names d3. */
function carried(...texts: readonly string[]): Imported {
  const cells = texts.map((text) => newCell({ kind: "code", text }));
  const notebook = { frontMatter: newFrontMatter(undefined), eol: "\n", cells } as const;
  return carryOver(
    { notebook, findings: [] },
    {
      isBuiltin: (module) => module === "fs" || module.startsWith("node:"),
      rangeOf: (name) => (name === "d3" ? "^7.9.0" : undefined),
    },
  );
}

const texts = ({ notebook }: Imported): readonly string[] => notebook.cells.map(({ text }) => text);
const packages = ({ notebook }: Imported): unknown => notebook.frontMatter.image.npm;

/** Each pair: what a cell says, and what it says then. */
function becomes(cases: Readonly<Record<string, string>>): void {
  for (const [before, after] of Object.entries(cases))
    it(`${before} becomes ${after === "" ? "nothing" : after}`, () => {
      const result = carried(before);
      assert.deepEqual(texts(result), [after]);
      assert.deepEqual(
        result.findings.filter(({ cell }) => cell !== undefined),
        [],
      );
    });
}

describe("imports of another kernel", () => {
  becomes({
    'import ms from "npm:ms@2.1.3";': 'import ms from "ms";',
    'import { a } from "npm:@scope/b@^1/sub/c.js";': 'import { a } from "@scope/b/sub/c.js";',
    "import type { A } from 'npm:/a@1';": 'import type { A } from "a";',
    'const ms = (await import("npm:ms")).default;': 'const ms = (await import("ms")).default;',
    'let a: import("npm:ms@2").Unit;': 'let a: import("ms").Unit;',
    'import ms from "https://esm.sh/ms@2.1.3";': 'import ms from "ms";',
    'import * as d3 from "https://cdn.jsdelivr.net/npm/d3@7/+esm";': 'import * as d3 from "d3";',
    'import x from "https://cdn.skypack.dev/@a/b@1?min";': 'import x from "@a/b";',
    'import fs from "fs"; import "./x.ts"; import p from "node:path";':
      'import fs from "fs"; import "./x.ts"; import p from "node:path";',
  });

  it("name the packages in the front matter, with their versions where one is known", () => {
    const result = carried(
      'import ms from "npm:ms@2.1.3"; import { x } from "npm:lodash-es@^4/lodash.js";',
      'import * as d3 from "d3"; import csv from "d3-dsv"; import "@/alias"; import ms2 from "npm:ms@2.0.0";',
    );
    assert.deepEqual(packages(result), { ms: "2.1.3", "lodash-es": "^4", d3: "^7.9.0", "d3-dsv": "*" });
    assert.deepEqual(
      result.findings.map(({ cell, message }) => `${cell} ${message}`),
      [
        "1 ms is imported in two versions, 2.1.3 and 2.0.0; the notebook has 2.1.3.",
        "undefined No version is named for d3-dsv: the newest is taken.",
      ],
    );
  });

  it("stay as they are in strings and comments", () => {
    const text = '// import "npm:ms"\nconst a = "npm:ms", b = `import x from "npm:ms"`;';
    assert.deepEqual(texts(carried(text)), [text]);
    assert.deepEqual(packages(carried(text)), {});
  });

  it("that lead nowhere here are named with their place", () => {
    const result = carried(
      'import a from "npm:ms@2";\nimport b from "jsr:@std/assert";',
      'await import("https://x.org/y.ts")',
    );
    assert.deepEqual(
      result.findings.map(({ cell, at, stops }) => [cell, at, stops]),
      [
        [0, 34, true],
        [1, 13, true],
      ],
    );
    assert.match(result.findings[0]?.remedy ?? "", /node:assert\/strict/);
  });
});

describe("what cells use of Deno", () => {
  becomes({
    'Deno.env.get("HOME")': 'process.env["HOME"]',
    'const home = Deno.env.get("HOME") ?? "/";': 'const home = process.env["HOME"] ?? "/";',
    'Deno.env.set("A", `${1}`);': 'process.env["A"] = `${1}`;',
    'if (Deno.env.has("A")) Deno.env.delete("A");':
      'if ((process.env["A"] !== undefined)) delete process.env["A"];',
    "Object.keys(Deno.env.toObject())": "Object.keys(({ ...process.env }))",
    "Deno.cwd() + Deno.pid": "process.cwd() + process.pid",
    "Deno.jupyter.md`# ${a}`": "display.markdown(`# ${a}`)",
    "await Deno.jupyter.display(Deno.jupyter.md`# a`);": "await display.markdown(`# a`);",
    "Deno.jupyter.html`<b>${Deno.cwd()}</b>`": "display.html(`<b>${process.cwd()}</b>`)",
    "Deno.jupyter.svg`<svg/>`": 'display.bundle({ "image/svg+xml": `<svg/>` })',
    "await Deno.jupyter.display(table)": "await display(table)",
    'await Deno.jupyter.display({ "text/plain": "a" }, { raw: true });':
      'await display.bundle({ "text/plain": "a" });',
    "const x = { [Deno.jupyter.$display]: () => ({}) }":
      'const x = { [Symbol.for("Jupyter.display")]: () => ({}) }',
    'Deno.jupyter.image("cat.png")':
      'display.image(process.getBuiltinModule("node:fs").readFileSync("cat.png"))',
    "const a = Deno.jupyter.html`b`;":
      'const a = ((shown: string) => ({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": shown }) }))(`b`);',
    "const { html, svg } = Deno.jupyter;\nhtml`<b>${1 + 1}</b>`": "display.html(`<b>${1 + 1}</b>`)",
    'import { display, html } from "https://deno.land/x/display@v1.1.2/mod.ts";\nawait display(html`<b>a</b>`);':
      "await display.html(`<b>a</b>`);",
    '"Deno.cwd()" // Deno.cwd()': '"Deno.cwd()" // Deno.cwd()',
    "const Deno = { cwd: () => 1 }; Deno.cwd()": "const Deno = { cwd: () => 1 }; Deno.cwd()",
    "function f(Deno: any) { return Deno.cwd(); }": "function f(Deno: any) { return Deno.cwd(); }",
  });

  it("goes on in later cells by the names that an earlier one took", () => {
    const result = carried("const { md: text, display } = Deno.jupyter;", "text`# a`", "display(text`b`)");
    assert.deepEqual(texts(result), ["", "display.markdown(`# a`)", "display.markdown(`b`)"]);
  });

  it("is named with what to write, once for each use, where it cannot be carried over", () => {
    const result = carried(
      'Deno.env.get("A");\nconst text = await Deno.readTextFile("rows.csv");',
      "Deno.args[0]; Deno.jupyter.display(a, { display_id: 1 }); Deno.foo();",
    );
    assert.deepEqual(
      result.findings.map(({ cell, at, message }) => `${cell}:${at} ${message.split(" ")[0]}`),
      ["0:37 Deno.readTextFile", "1:0 Deno.args", "1:14 Deno.jupyter.display", "1:58 Deno.foo"],
    );
    assert.match(result.findings[0]?.remedy ?? "", /await readFile\(path, "utf8"\).*node:fs\/promises/);
    assert.match(result.findings[1]?.remedy ?? "", /\[parameters\]/);
  });
});

describe("what cells use of tslab and the Node.js notebooks", () => {
  becomes({
    'import * as tslab from "tslab";\n\ntslab.display.html("<b>a</b>");': '\ndisplay.html("<b>a</b>");',
    'import { display } from "tslab"; display.png(bytes)': " display.image(bytes)",
    'const tslab = require("tslab");\nawait tslab.display.text("a");':
      'await display.bundle({ "text/plain": "a" });',
    'import { display as show } from "tslab";\nshow.raw("text/csv", "a,b")':
      'display.bundle({ "text/csv": "a,b" })',
    "const {display} = require('node-kernel');\ndisplay.markdown('# a'); display.json({ a: 1 });":
      "display.markdown('# a'); display.json({ a: 1 });",
    "import {display} from 'node-kernel';\ndisplay.image('./a.png');": `display.image(process.getBuiltinModule("node:fs").readFileSync('./a.png'));`,
  });

  it("is named where it cannot be carried over", () => {
    const result = carried(
      'import * as tslab from "tslab";',
      'const d = tslab.newDisplay();\ntslab.display.javascript("alert(1)");',
    );
    assert.deepEqual(
      result.findings.map(({ cell, at, message }) => `${cell}:${at} ${message.split(" ")[0]}`),
      ["1:10 tslab.newDisplay", "1:30 tslab.display.javascript"],
    );
    assert.deepEqual(packages(result), {});
  });
});
