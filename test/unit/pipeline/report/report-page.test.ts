import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CellOutput } from "../../../../protocol/cell-outputs.ts";
import type { CellRun } from "../../../../pipeline/report/recorder.ts";
import { isReportPage, reportPage } from "../../../../pipeline/report/report-page.ts";
import type { RunReport } from "../../../../pipeline/report/report-page.ts";

const golden = join(fileURLToPath(new URL("../../../golden/report", import.meta.url)), "small.html");

const stream = (text: string): CellOutput => ({ kind: "stream", name: "stdout", text });
const bundle = (data: Readonly<Record<string, unknown>>, metadata = {}): CellOutput => ({
  kind: "bundle",
  data,
  metadata,
  displayId: undefined,
  executionCount: undefined,
});
const ran = (milliseconds: number, outputs: readonly CellOutput[], isOk = true): CellRun => ({
  milliseconds,
  isOk,
  outputs,
  left: { outputs: 0, characters: 0 },
});

const small: RunReport = {
  notebook: {
    file: "daily.pipenb",
    title: "Daily <orders>",
    cells: [
      { kind: "markdown", name: "cell 1", text: "# Orders\nOf a *day*." },
      { kind: "parameters", name: "parameters", text: 'const day: IsoDate = "2022-02-05";' },
      { kind: "code", name: "load", text: "const rows = load(day); // all\nrows;" },
      { kind: "code", name: "cell 4", text: "  " },
      { kind: "code", name: "check", text: "check(rows);" },
      { kind: "code", name: "write", text: "await write(rows);" },
    ],
  },
  result: {
    contract: 1,
    unit: "2022-02-05",
    parameters: { day: "2022-02-05", tags: ["a", "b"] },
    status: "failed",
    exitCode: 42,
    attempt: 2,
    image: "sha256:aa",
    code: "sha256:bb",
    inputs: [{ path: "data/input/orders.csv", bytes: 1024 }],
    outputs: [
      { path: "data/output/a.csv", bytes: 512, sha256: "9f86d081884c7d659a2f" },
      { path: "table:public.orders?day=2022-02-05", rows: 1, bytes: 20 },
    ],
    error: { name: "TypeError", message: "no <b>", cell: "check", file: "pipeline.ts", line: 12 },
    started: "2022-02-06T02:00:00.000Z",
    ended: "2022-02-06T02:00:04.120Z",
  },
  runs: new Map([
    ["parameters", ran(0, [])],
    [
      "load",
      ran(1200, [
        stream("\u001b[31mred\u001b[0m <i>\n"),
        bundle(
          {
            "text/html":
              '<div style="overflow-x: auto">\n<table><caption>DataFrame: 2 rows × 1 column</caption><tbody>\n<tr><td style="text-align: right">1</td></tr></tbody></table></div>',
            "text/plain": "…",
          },
          { pipenb: { frame: true } },
        ),
      ]),
    ],
    [
      "check",
      ran(
        3,
        [{ kind: "error", name: "TypeError", message: "no <b>", traceback: ["TypeError: no <b>\n  at x"] }],
        false,
      ),
    ],
  ]),
};

describe("the page of a report", () => {
  it("is what it was", () => {
    const page = reportPage(small, []).replace(/<style>[^]*?<\/style>/, "<style></style>");
    if (process.env["PIPENB_UPDATE_GOLDEN"] === "1") writeFileSync(golden, page);
    assert.equal(page, readFileSync(golden, "utf8"));
  });

  it("is known again, runs nothing and loads nothing", () => {
    const page = reportPage(small, []);
    assert.ok(isReportPage(page));
    assert.ok(!isReportPage("<html>"));
    assert.match(page, /Content-Security-Policy" content="default-src 'none'; img-src data:/);
    assert.doesNotMatch(page, /<script|<link|\son\w+=|https?:/);
  });

  for (const [status, exitCode, sign] of [
    ["done", 0, "✓"],
    ["skipped", 0, "✓"],
    ["stopped", 143, "■"],
    ["timed-out", 124, "■"],
  ] as const) {
    it(`says of a run that was ${status} how it and its cells went`, () => {
      const error =
        exitCode === 0
          ? null
          : { name: "Stopped", message: "by SIGTERM", cell: "load", file: null, line: null };
      const runs = new Map([["load", { ...ran(0, []), milliseconds: undefined, isOk: undefined }]]);
      const page = reportPage({ ...small, result: { ...small.result, status, exitCode, error }, runs }, []);
      assert.match(page, new RegExp(`<h1><span [^>]*>${sign}</span>`));
      assert.match(page, new RegExp(`<h2 id="cell-3-name"><span [^>]*>${sign}</span> load`));
      assert.match(page, /<h2 id="cell-4-name"><span [^>]*aria-label="not run">·<\/span> check/);
      if (exitCode !== 0) assert.match(page, /<div class="outputs"><pre class="error">by SIGTERM<\/pre>/);
    });
  }

  it("has *** for secrets, in whatever form a cell has shown them", () => {
    const secret = 'p<ss"wörd&1';
    const shown = [
      secret,
      JSON.stringify({ secret }),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64"),
    ].join(" ");
    const html = "p&lt;ss&quot;wörd&amp;1 p&#60;ss&#34;wörd&#38;1";
    const runs = new Map([["load", ran(1, [stream(shown), bundle({ "text/html": html })])]]);
    const page = reportPage({ ...small, runs }, [secret, "abc"]);
    assert.doesNotMatch(page, /wörd|w%C3|cDxzcyJ3/);
    assert.equal(page.match(/\*\*\*/g)?.length, 6);
  });

  it("says what was too much", () => {
    const runs = new Map([["load", { ...ran(1, [stream("x")]), left: { outputs: 3, characters: 17 } }]]);
    assert.match(
      reportPage({ ...small, runs }, []),
      /… 17 more characters and 3 more outputs, left out here\./,
    );
  });
});
