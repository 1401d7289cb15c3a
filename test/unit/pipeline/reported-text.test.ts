import assert from "node:assert/strict";
import { analyseCells } from "../../../notebook/analysis/analyse-cells.ts";
import { javaScriptOf } from "../../../notebook/transpile/transpile.ts";
import { pipelineText } from "../../../pipeline/code/pipeline-text.ts";
import { notebookOf, type ShortCell } from "../../support/notebook-of.ts";

function exported(cells: readonly (ShortCell | string)[]): { text: string; reported: string } {
  const notebook = notebookOf(cells);
  const analyses = analyseCells(notebook.cells.map(({ kind, text }) => (kind === "markdown" ? "" : text)));
  return pipelineText({ notebook, name: "daily", title: "Daily", parameters: [], analyses });
}

/** Its lines that are not in the exported module, or not so; every other one must stand where it stands there. */
function added(cells: readonly (ShortCell | string)[]): readonly string[] {
  const { text, reported } = exported(cells);
  const lines = text.trimEnd().split("\n");
  const own = reported.trimEnd().split("\n");
  for (const [index, line] of lines.entries()) {
    const bare = (own[index] ?? "").replace(/await shown\(\((.*)\)\)/, "$1");
    if (line !== "" && index > 0)
      assert.ok([own[index], bare].includes(line), `${index + 1}: ${own[index] ?? ""}`);
  }
  assert.doesNotThrow(() => javaScriptOf(reported, "pipeline.ts"));
  return own.filter((line, index) => line !== lines[index] && line !== "");
}

describe("the exported module for a report", () => {
  it("shows what cells end with, and leaves every line where it is", () => {
    const cells = [
      {
        name: "load",
        text: 'import pl from "nodejs-polars";\nconst rows = load();\n// a look\npl.col(rows);',
      },
      { kind: "markdown" as const, text: "# About" },
      { name: "write", text: "await write(rows); // all" },
    ];
    assert.deepEqual(added(cells), [
      '/** Daily. Written by pipenb from daily.pipenb. */ import { shown } from "./runner.mjs"; import pl from "nodejs-polars";',
      "await shown(undefined, preview1);",
      "await shown((await write(rows))); // all",
      "function preview1() {",
      "  return (pl.col(rows)",
      "  );",
      "}",
    ]);
  });

  it("starts cells of which nothing else is left", () => {
    assert.deepEqual(
      added([
        { name: "n", text: "const n = 1;" },
        { name: "imports", text: 'import { join } from "node:path";' },
        { name: "look", text: "[\n  n,\n  2,\n]" },
        { name: "end", text: "console.log(join('a', String(n)))" },
      ]).slice(1),
      [
        'await cell("imports"); await cell("look"); await shown(undefined, preview3);',
        "await shown((console.log(join('a', String(n)))))",
        "function preview3() {",
        "  return ([",
        "  n,",
        "  2,",
        "]",
        "  );",
        "}",
      ],
    );
  });

  it("shows names as the module has them, and gives its own names that no cell has", () => {
    const lines = added([
      "const n = 1;\nn",
      "const n = 2;\nn + shown",
      "const shown = 3;",
      "export default n;",
    ]);
    assert.match(lines[0] ?? "", /import \{ shown as showValue \} from/);
    assert.ok(lines.includes("await showValue(undefined, preview2);"), lines.join("\n"));
    assert.ok(lines.includes("  return (n2 + shown"), lines.join("\n"));
    assert.ok(lines.includes("  return (n2"), lines.join("\n"));
  });

  it("hands on objects and lists of expressions as they are", () => {
    const { reported } = exported([
      "let n = 0;\nconst next = () => n++;",
      "{ n, first: next() }; // it",
      "next(), next()",
    ]);
    assert.match(reported, /^await shown\(\(\(\{ n, first: next\(\) \}\)\)\); \/\/ it$/m);
    assert.match(reported, /^await shown\(\(next\(\), next\(\)\)\)$/m);
  });
});
