/** The report of a run: from the exported pipeline and from `pipenb run` the same. */
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode, runPipenb } from "../support/command-line.ts";
import type { CommandOptions, Ended } from "../support/command-line.ts";

const notebook = `/* ---
pipenb: 1
title: All sorts
timeout: 20s
secrets: [db]
--- */

// %% [markdown]
// # All sorts

// %% [parameters]
const day: IsoDate = "2022-02-05";
const how: string = "well";

// %% name=imports
import { setTimeout as sleep } from "node:timers/promises";
import { secret, writeWhole } from "pipenb";
import * as columns from "./columns.ts";

// %% name=prints
console.log("\\u001b[31mred\\u001b[0m <b>");
console.error("a warning");
process.stdout.write(Buffer.from("žluť\\n").subarray(0, 1));
process.stdout.write(Buffer.from("žluť\\n").subarray(1));
const rows = Array.from({ length: 30 }, (_, row) => ({ row, name: \`<\${row}>\` }));
rows;

// %% name=shows
display("taken away");
display.clear({ wait: true });
const handle = display("first");
handle.update(day);
display.html("<p onclick='evil()'>HTML</p>");
display.markdown("**bold**");
display.image('<svg xmlns="http://www.w3.org/2000/svg"/>', { alt: "nothing" });
display({ $schema: "https://vega.github.io/schema/vega-lite/v5.json", mark: "bar" });
display.json({ a: [1, 2] });

// %% name=late
setTimeout(() => console.log("late words"), 100);
handle.update("changed by another");
rows.map(({ row }) => row * 2).slice(0, 3)

// %%
await sleep(400);
({ day, of: columns })

// %% name=secret
console.log(secret("db"), Buffer.from(secret("db")).toString("base64"));
await writeWhole(\`out/\${day}.csv\`, "a\\n");

// %% name=end
if (how === "badly") throw Object.assign(new TypeError(\`bad, by \${secret("db")}\`), { exitCode: 42 });
if (how === "exit") process.exit(7);
if (how === "over") process.exit(0);
if (how === "killed") process.kill(process.pid, "SIGKILL");
if (how === "killed") await sleep(60_000);
if (how === "for-ever") {
  console.log("going on");
  for (;;);
}

// %% name=rest
"the end"
`;

/** What runs it, with the place of the report. */
interface Way {
  readonly name: string;
  readonly file: string;
  run(args: readonly string[], report: string, options?: CommandOptions): Promise<Ended>;
}

describe("the report of a run", () => {
  let folder = "";
  let exported = "";

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-report-"));
    exported = join(folder, "exported");
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets", "db"), "p<ss&wörd\n");
    await writeFile(join(folder, "columns.ts"), "export const first: number = 1;\n");
    await writeFile(join(folder, "daily.pipenb"), notebook);
    const made = await runPipenb(["export", "daily.pipenb", "--out", "exported"], { cwd: folder });
    assert.equal(made.code, 0, made.stderr);
    await cp(join(folder, "secrets"), join(exported, "secrets"), { recursive: true });
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const ways: readonly Way[] = [
    {
      name: "of the exported pipeline",
      file: "pipeline.ts",
      run: (args, report, options = {}) =>
        runNode(["runner.mjs", "pipeline.ts", ...args], {
          ...options,
          cwd: exported,
          env: { ...options.env, PIPENB_REPORT: report },
        }),
    },
    {
      name: "of pipenb run",
      file: "daily.pipenb",
      run: (args, report, options = {}) =>
        runPipenb(["run", "--runtime", "local", "--report", report, "daily.pipenb", ...args], {
          ...options,
          cwd: folder,
        }),
    },
  ];

  const pageOf = (report: string): Promise<string> => readFile(report, "utf8");

  /** The sections of the cells, without times. */
  function cellsOf(page: string): string {
    const main = page.slice(page.indexOf('<main id="cells">'), page.indexOf("</main>"));
    return main.replaceAll(/<span class="time">.*?<\/span>/g, "");
  }

  for (const how of ["well", "exit", "over"])
    it(`has the same cells and outputs in both ways of a run that ends ${how}`, async () => {
      const [image = "", run = ""] = await Promise.all(
        ways.map(async (way, index) => {
          const report = join(folder, `same-${how}-${index}.html`);
          const ended = await way.run(["--how", how], report);
          assert.equal(ended.code, how === "exit" ? 7 : 0, ended.stderr);
          return pageOf(report);
        }),
      );
      assert.equal(cellsOf(image), cellsOf(run).replaceAll("runtime", "pipeline"));
    });

  for (const [index, way] of ways.entries()) {
    it(`shows what the notebook shows: ${way.name}`, async () => {
      const report = join(folder, "reports", `well-${index}.html`);
      if (index === 1) await mkdir(join(folder, "reports"), { recursive: true });
      const { code, stdout, stderr } = await way.run([], report);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^going|žluť\n/m);
      const page = await pageOf(report);
      for (const part of [
        /<title>All sorts · 2022-02-05 · done<\/title>/,
        /Done after [\d.]+ m?s, with exit code 0\./,
        /<th scope="row">how<\/th><td>well<\/td>/,
        /<td class="path">out\/2022-02-05\.csv<\/td>/,
        /<h2>All sorts<\/h2>/,
        /<pre class="stdout"><span class="a1">red<\/span> &#60;b&#62;\n<\/pre>\n<pre class="stderr">a warning\n<\/pre>\n<pre class="stdout">žluť\n/,
        /30 rows × 2 columns[^]*<td>&lt;19&gt;<\/td>/,
        /<pre class="value">&#39;changed by another&#39;<\/pre>/,
        /<iframe sandbox srcdoc="/,
        /<strong>bold<\/strong>/,
        /<img class="picture" src="data:image\/svg\+xml;base64,[^"]*" alt="nothing">/,
        /<summary>\[Vega-Lite chart/,
        /<pre class="value">\[ 0, 2, 4 \]<\/pre>\n<pre class="stdout">\(after the cell had ended\)\nlate words\n<\/pre>/,
        /<pre class="stdout">\*\*\* \*\*\*\n<\/pre>/,
        /<pre class="value">&#39;the end&#39;<\/pre>/,
      ])
        assert.ok(part.test(page), `${String(part)} in the page`);
      assert.doesNotMatch(page, /wörd|cDxzcyZ3|class="value">&#39;taken away/);
    });

    it(`is there of a run that fails, with its cell and line: ${way.name}`, async () => {
      const report = join(folder, `badly-${index}.html`);
      assert.equal((await way.run(["--how", "badly"], report)).code, 42);
      const page = await pageOf(report);
      assert.match(page, /Failed after .*, with exit code 42\. This input can never succeed\./);
      assert.match(
        page,
        new RegExp(
          `<strong>TypeError</strong> in <a href="#(cell-\\d+)">end</a>, ${way.file}:\\d+<pre>bad, by \\*\\*\\*</pre>[^]*<section id="\\1" class="cell failed"[^]*<pre class="error">[^<]*TypeError: bad, by \\*\\*\\*`,
        ),
      );
      assert.match(page, /aria-label="not run">·<\/span> rest<\/a>/);
      assert.doesNotMatch(page, /wörd/);
    });

    it(`is there of a run that is killed: ${way.name}`, async () => {
      const report = join(folder, `killed-${index}.html`);
      assert.equal((await way.run(["--how", "killed"], report)).code, 137);
      assert.match(await pageOf(report), /class="cell failed"[^]*<pre class="error">[^<]*killed \(SIGKILL\)/);
    });

    it(`has what there is of a run that is stopped: ${way.name}`, async () => {
      const report = join(folder, `stopped-${index}.html`);
      const ended = await way.run(["--how", "for-ever"], report, {
        signalWhen: (printed) => (printed.includes("going on") ? "SIGTERM" : undefined),
      });
      assert.equal(ended.code, 143, ended.stderr);
      const page = await pageOf(report);
      assert.match(page, /Stopped after .*, with exit code 143/);
      assert.match(page, /class="cell stopped"[^]*going on/);
    });

    it(`has what there is of a run that takes too long: ${way.name}`, async () => {
      const report = join(folder, `long-${index}.html`);
      assert.equal((await way.run(["--how", "for-ever"], report)).code, 124);
      const page = await pageOf(report);
      assert.match(page, /Timed out after .*, with exit code 124/);
      assert.match(page, /class="cell stopped"[^]*going on/);
    });

    it(`is there of a run with wrong parameters, and not of help: ${way.name}`, async () => {
      const report = join(folder, `wrong-${index}.html`);
      assert.equal((await way.run(["--help"], report)).code, 0);
      await assert.rejects(pageOf(report), /ENOENT/);
      assert.equal((await way.run(["2022-02-30"], report)).code, 64);
      const page = await pageOf(report);
      assert.match(page, /with exit code 64[^]*2022-02-30/);
      assert.match(page, /aria-label="not run">·<\/span> prints<\/a>/);
    });
  }

  it("is a warning where it cannot be written, and changes no exit code", async () => {
    const image = await ways[0]?.run([], "/proc/none/report.html");
    assert.equal(image?.code, 0);
    assert.match(image.stderr, /^The report of the run cannot be written to \/proc\/none\/report\.html: /m);
    const run = await runPipenb(["run", "--runtime", "local", "daily.pipenb"], {
      cwd: folder,
      env: { PIPENB_REPORT: "/proc/none/report.html" },
    });
    assert.equal(run.code, 0);
    assert.match(run.stderr, /^The report of the run cannot be written to \/proc\/none\/report\.html: /m);
  });

  it("is a warning in an export whose program of reports is gone", async () => {
    const bare = join(folder, "bare");
    await cp(exported, bare, { recursive: true });
    await rm(join(bare, "runner.report.mjs"));
    const ended = await runNode(["runner.mjs", "pipeline.ts"], {
      cwd: bare,
      env: { PIPENB_REPORT: "report.html" },
    });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(
      ended.stderr,
      /^The report of the run cannot be written to report\.html: .*runner\.report\.mjs/m,
    );
  });

  it("of an image tells what cannot be shown, and changes no exit code", async () => {
    const place = join(folder, "unshown");
    await mkdir(place);
    const cells = "const unknown: any = undefined;\nunknown.length;";
    await writeFile(join(place, "n.pipenb"), `/* ---\npipenb: 1\n--- */\n\n// %% name=a\n${cells}\n`);
    const made = await runPipenb(["export", "n.pipenb", "--out", "exported"], { cwd: place });
    assert.equal(made.code, 0, made.stderr);
    const ended = await runNode(["runner.mjs", "pipeline.ts"], {
      cwd: join(place, "exported"),
      env: { PIPENB_REPORT: "report.html" },
    });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(
      await pageOf(join(place, "exported", "report.html")),
      /\(a value cannot be shown: TypeError: Cannot read/,
    );
  });

  it("has what an edited pipeline prints", async () => {
    const edited = join(folder, "edited");
    await cp(exported, edited, { recursive: true });
    const script = join(edited, "pipeline.ts");
    await writeFile(script, (await readFile(script, "utf8")).replace('"a warning"', '"another warning"'));
    const ended = await runNode(["runner.mjs", "pipeline.ts"], {
      cwd: edited,
      env: { PIPENB_REPORT: "report.html" },
    });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(await pageOf(join(edited, "report.html")), /<pre class="stderr">another warning\n<\/pre>/);
  });

  it("of pipenb run replaces a report, and nothing that somebody else wrote", async () => {
    const mine = join(folder, "mine.html");
    await writeFile(mine, "mine");
    const report = ways[1];
    const refused = await report?.run([], mine);
    assert.equal(refused?.code, 1);
    assert.match(refused.stderr, /mine\.html is there already, and pipenb did not write it/);
    assert.equal(await readFile(mine, "utf8"), "mine");
    assert.equal((await report?.run(["--force"], mine))?.code, 0);
    assert.equal((await report?.run([], mine))?.code, 0);
    assert.ok(!(await readdir(folder)).some((name) => name.includes(".part")));
  });

  it("costs a run without one nothing: what makes it is not loaded", async () => {
    const bare = join(folder, "unused");
    await cp(exported, bare, { recursive: true });
    await writeFile(join(bare, "runner.report.mjs"), "throw new Error('loaded');\n");
    const ended = await runNode(["runner.mjs", "pipeline.ts"], { cwd: bare });
    assert.equal(ended.code, 0, ended.stderr);
    assert.doesNotMatch(ended.stderr, /loaded/);
  });
});
