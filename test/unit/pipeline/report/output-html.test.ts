import assert from "node:assert/strict";
import { toBundle } from "../../../../display/bundle.ts";
import { ansiHtml } from "../../../../pipeline/report/ansi-html.ts";
import { codeHtml } from "../../../../pipeline/report/code-html.ts";
import { markdownHtml } from "../../../../pipeline/report/markdown-html.ts";
import { outputHtml } from "../../../../pipeline/report/output-html.ts";
import { shownBundle } from "../../../../pipeline/report/shown-bundle.ts";
import { staticTable } from "../../../../pipeline/report/static-table.ts";

async function shown(value: unknown): Promise<string> {
  return of(await toBundle(value));
}

function of({
  data,
  metadata = {},
}: {
  data: Record<string, unknown>;
  metadata?: Record<string, unknown>;
}): string {
  const bundle = shownBundle({ data, metadata });
  return outputHtml({ kind: "bundle", ...bundle, displayId: undefined, executionCount: undefined }, "it");
}

describe("an output in a report", () => {
  it("is text where nothing else is known", async () => {
    assert.equal(await shown("<b>"), `<pre class="value">&#39;&#60;b&#62;&#39;</pre>`);
    assert.equal(await shown({ a: 1 }), '<pre class="value">{ a: 1 }</pre>');
    assert.equal(of({ data: {} }), "");
  });

  it("is a table of the first rows, with types and the count of all, of a dataframe", async () => {
    const page = await shown(Array.from({ length: 30 }, (_, row) => ({ row, name: `<${row}>` })));
    assert.match(
      page,
      /^<div class="frame">\s*<table>\s*<caption>Array of objects: 30 rows × 2 columns<\/caption>/,
    );
    assert.match(page, /<th scope="col" class="number">row<br><small>number<\/small><\/th>/);
    assert.match(page, /<td class="number">19<\/td><td>&lt;19&gt;<\/td>/);
    assert.match(page, /… 10 more rows/);
    assert.doesNotMatch(page, /style=/);
  });

  it("is a page of its own, in which nothing runs, of HTML that a cell has made, whatever it calls itself", () => {
    const html = '<p onclick="evil()">"x"</p><script>evil()</script>';
    for (const metadata of [{}, { pipenb: { frame: { rows: 1 } } }]) {
      const page = of({ data: { "text/html": html }, metadata });
      assert.match(
        page,
        /^<iframe sandbox srcdoc="[^"<>]*" title="HTML that it shows" style="height:[\d.]+em"><\/iframe>/,
      );
      assert.match(page, /It has a script, which does not run in a report\.<\/p>$/);
    }
  });

  it("is a picture as data, the better one of two", () => {
    const svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='evil()'/>";
    const alt = { "image/svg+xml": { alt: 'a "disc"', width: 60.4, height: -1 } };
    assert.equal(
      of({ data: { "image/png": "AAAA", "image/svg+xml": svg, "text/plain": "[svg]" }, metadata: alt }),
      `<img class="picture" src="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}" alt="a &#34;disc&#34;" width="60">`,
    );
    assert.equal(
      of({ data: { "image/png": 'AA\n"A==', "text/plain": "[png]" } }),
      '<img class="picture" src="data:image/png;base64,AAA==" alt="[png]">',
    );
  });

  it("is folded JSON of charts that only a script could draw, and of data", () => {
    const chart = {
      "application/vnd.vegalite.v5+json": { mark: "<bar>" },
      "text/plain": "[Vega-Lite chart]",
    };
    assert.match(
      of({ data: chart }),
      /^<details class="json"><summary>\[Vega-Lite chart\]<\/summary><pre>\{\n {2}&#34;mark&#34;: &#34;&#60;bar/,
    );
    assert.match(of({ data: { "application/json": [1], "text/plain": "[1]" } }), /<summary>JSON<\/summary>/);
    assert.match(of({ data: { ...chart, "image/png": "AAAA" } }), /^<img/);
  });

  it("is Markdown, without HTML of its own and without links that do anything", () => {
    const text =
      "# A\nOf <script>x</script> <b>b</b> [bad](javascript:alert(1)) [good](https://a.b/?x=1&y) ![p](x.png)\n\n```html\n<i>\n```";
    const page = of({ data: { "text/markdown": text, "text/plain": text } });
    assert.match(page, /<h2>A<\/h2>/);
    assert.match(page, /&#60;script&#62;/);
    assert.match(
      page,
      / bad <a href="https:\/\/a\.b\/\?x=1&#38;y" rel="noreferrer">good<\/a> <span class="missing">p<\/span>/,
    );
    assert.match(page, /<pre><code>&#60;i&#62;/);
    assert.doesNotMatch(page, /<script|<b>|javascript:/);
    assert.match(
      markdownHtml("![a](data:image/png;base64,AAAA)"),
      /<img src="data:image\/png;base64,AAAA" alt="a">/,
    );
    assert.doesNotMatch(markdownHtml("[a](data:text/html,x) [b](DATA:x) <javascript:x>"), /<a /);
  });

  it("has lines that were written over as they were last", () => {
    const text = "10%\r99%\r\nend";
    assert.equal(
      outputHtml({ kind: "stream", name: "stderr", text }, "it"),
      '<pre class="stderr">99%\nend</pre>',
    );
  });

  it("is an error with its trace, else with its message", () => {
    const error = { kind: "error", name: "TypeError", message: "<no>" } as const;
    assert.equal(
      outputHtml({ ...error, traceback: [] }, "it"),
      '<pre class="error">TypeError: &#60;no&#62;</pre>',
    );
    assert.match(outputHtml({ ...error, traceback: ["a", "b\n"] }, "it"), />a\nb<\/pre>/);
  });
});

describe("a table that may stand in a report", () => {
  for (const bad of [
    "<table><img></table>",
    "<table>",
    "<td></tr>",
    "a < b",
    "<p>a</p></div>",
    "<TABLE></TABLE>",
    "<td <b>",
  ])
    it(`is none of ${bad}`, () => {
      assert.equal(staticTable(bad), undefined);
    });

  it("loses all attributes", () => {
    assert.equal(
      staticTable('<td onclick="x" style="text-align: right">&lt;</td>'),
      '<td class="number">&lt;</td>',
    );
  });
});

describe("what programs write for terminals", () => {
  for (const [text, html] of [
    ["a\u001b[1;31mb\u001b[22mc\u001b[39md", 'a<span class="bold a1">b</span><span class="a1">c</span>d'],
    ["\u001b[94;103mx\u001b[m", '<span class="a12 b11">x</span>'],
    [
      "\u001b[38;5;208mx\u001b[48;2;1;2;300my",
      '<span style="color:rgb(255,135,0)">x</span><span style="color:rgb(255,135,0);background:rgb(1,2,255)">y</span>',
    ],
    [
      "\u001b[38;5;1mx\u001b[38;5;250my\u001b[49;39m",
      '<span class="a1">x</span><span style="color:rgb(188,188,188)">y</span>',
    ],
    ["\u001b[2K\u001b]0;title\u0007<x>\u001b[?25l\u001b[38m", "&#60;x&#62;"],
  ] as const)
    it(`shows ${JSON.stringify(text)}`, () => {
      assert.equal(ansiHtml(text), html);
    });
});

describe("code in a report", () => {
  it("has comments, texts, numbers and keywords marked, and stays text", () => {
    assert.equal(
      codeHtml("const a = 'x<' + `y` + 0x1F; // no\no.new /* b */"),
      `<span class="keyword">const</span> a = <span class="string">&#39;x&#60;&#39;</span> + <span class="string">\`y\`</span> + <span class="number">0x1F</span>; <span class="comment">// no</span>\no.new <span class="comment">/* b */</span>`,
    );
  });
});
