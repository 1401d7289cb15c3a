import assert from "node:assert/strict";
import { fromMarkdown } from "../../../../notebook/foreign/from-markdown.ts";
import { fromNnb } from "../../../../notebook/foreign/from-nnb.ts";
import { fromPercentScript } from "../../../../notebook/foreign/from-percent-script.ts";
import type { ImportResult } from "../../../../notebook/foreign/imported.ts";
import { fromObservableHtml } from "../../../../notebook/foreign/observable/from-html.ts";
import { fromObservableModule } from "../../../../notebook/foreign/observable/from-module.ts";
import { readableEndings } from "../../../../notebook/foreign/readable-endings.ts";

/** Cells as `kind name: text`. */
function cells(result: ImportResult): readonly string[] {
  assert.ok(result.kind === "notebook");
  return result.notebook.cells.map(
    ({ kind, name, text }) => `${kind}${name === undefined ? "" : ` ${name}`}: ${text}`,
  );
}

describe("readers of other notebooks", () => {
  it("are there for each ending that convert names", () => {
    assert.deepEqual(readableEndings, [".ipynb", ".nnb", ".ts", ".mts", ".js", ".mjs", ".html", ".md"]);
  });

  it("take a .nnb cell by its language", () => {
    const read = (language: string, source: string): readonly string[] =>
      cells(fromNnb(JSON.stringify({ cells: [{ language, source }] })));
    assert.deepEqual(read("typescript", "1"), ["code: 1"]);
    assert.deepEqual(read("markdown", "# a"), ["markdown: # a"]);
    assert.deepEqual(read("html", "<b>`${a}`</b>"), ["code: display.html(`<b>\\`\\${a}\\`</b>`);"]);
    assert.deepEqual(read("shellscript", 'echo "$HOME" \\'), ['code: void (await $`echo "$HOME" \\\\`);']);
    assert.deepEqual(read("shellscript", "# npm i ms\nnpm install ms"), [
      "markdown: ```sh\n# npm i ms\nnpm install ms\n```",
    ]);
    assert.deepEqual(read("python", "print(1)"), ["markdown: ```python\nprint(1)\n```"]);
  });

  it("refuse a .nnb that is none, with the place", () => {
    const broken = fromNnb('{"cells":\n [1 2]}');
    assert.ok(broken.kind === "failed");
    assert.deepEqual([broken.problem.line, broken.problem.column], [2, 5]);
    assert.equal(fromNnb('{"cells":[{"a":1}]}').kind, "failed");
    assert.deepEqual(cells(fromNnb("")), []);
  });

  it("take a script's titles, kinds, tags and values, and Markdown in one comment", () => {
    const text = [
      '// %% A title [markdown] tags=["a", "b c"]\n// # text',
      "// %% [md]\n/*\n# In a block\n*/",
      '// %% tags=["parameters"] name="p"\nconst n = 1;',
      "// %% It's a title\n1;",
      '// %% name="same"\n2;\n// %% name="same"\n3;',
      "// %% [raw]\n// <b>",
    ].join("\n\n");
    const result = fromPercentScript(`before();\n\n${text}\n`);
    assert.deepEqual(cells(result), [
      "code: before();",
      "markdown A title: # text",
      "markdown: # In a block",
      "parameters p: const n = 1;",
      "code It's a title: 1;",
      "code same: 2;",
      "code: 3;",
      "markdown: <b>",
    ]);
    assert.ok(result.kind === "notebook");
    assert.equal(result.notebook.cells[1]?.attributes.get("tags"), "a,b c");
    assert.deepEqual(
      result.findings.map(({ cell }) => cell),
      [6],
    );
  });

  it("take Markdown's fences of TypeScript as cells, and leave the others in the text", () => {
    const result = fromMarkdown(
      "---\ntitle: A day\n---\n# A\n\n```ts\n1;\n```\n\n````md\n```js\n2;\n```\n````\n\n```js\n3;",
    );
    assert.deepEqual(cells(result), [
      "markdown: # A",
      "code: 1;",
      "markdown: ````md\n```js\n2;\n```\n````",
      "code: 3;",
    ]);
    assert.ok(result.kind === "notebook");
    assert.equal(result.notebook.frontMatter.title, "A day");
  });

  it("take code out of an Observable notebook's text, and nothing else", () => {
    const script = (type: string, text: string): string =>
      `<script type="${type}">\n    ${text}\n  </script>`;
    const html = [
      script("text/markdown", 'Of `a` \\ ${[1].map((n) => `${n} "}"`).join()} and ${ open'),
      script("text/html", "<b>$ {1}</b>"),
      script("application/x-tex", "x^2"),
    ].join("\n");
    assert.deepEqual(cells(fromObservableHtml(`<notebook>${html}</notebook>`)), [
      'code: display.markdown(`Of \\`a\\` \\\\ ${[1].map((n) => `${n} "}"`).join()} and \\${ open`);',
      "code: display.html(`<b>$ {1}</b>`);",
      "markdown: $$x^2$$",
    ]);
  });

  it("put Observable's cells below what they use, and wait for promises that have names", () => {
    const html = ["a + b", "const a = load();", "const b = [a].map(String);", "function load() { return 1; }"]
      .map((text) => `<script type="module">${text}</script>`)
      .join("");
    assert.deepEqual(cells(fromObservableHtml(`<notebook>${html}</notebook>`)), [
      "code: function load() { return 1; }",
      "code: const a = await load();",
      "code: const b = [a].map(String);",
      "code: a + b",
    ]);
  });

  it("refuse other HTML, and leave a script that is no Observable module to others", () => {
    assert.equal(fromObservableHtml("<p>a</p>").kind, "failed");
    assert.equal(fromObservableModule("export default function main() {}"), undefined);
  });
});
