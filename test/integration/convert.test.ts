import assert from "node:assert/strict";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPipenb, root, type Ended } from "../support/command-line.ts";

const fixtures = join(root, "test/fixtures/convert");

describe("notebooks of other kernels, once converted", function () {
  this.timeout(300_000); // their packages come from a registry
  let work = "";
  before(async () => {
    work = await mkdtemp(join(tmpdir(), "pipenb-convert-"));
  });
  after(async () => {
    await rm(work, { recursive: true, force: true });
  });

  async function convert(file: string): Promise<Ended & { readonly to: string; readonly text: string }> {
    const to = join(work, `${file.replaceAll(".", "-")}.pipenb`);
    const ended = await runPipenb(["convert", join(fixtures, file), to]);
    assert.equal(ended.code, 0, ended.stderr);
    return { ...ended, to, text: await readFile(to, "utf8") };
  }

  async function run(notebook: string, ...args: readonly string[]): Promise<string> {
    const ended = await runPipenb(["run", "--runtime", "local", notebook, ...args], { cwd: work });
    assert.equal(ended.code, 0, ended.stderr);
    return ended.stdout;
  }

  it("run: Deno's, with packages from npm: and what it shows", async () => {
    const { to, text, stderr } = await convert("deno.ipynb");
    assert.match(text, /npm:\n {4}ms: 2\.1\.3\n {4}d3-dsv: "?3"?\n/);
    assert.equal(stderr, `wrote ${to}\n`);
    const printed = await run(to);
    assert.match(
      printed,
      /Below 2 days[\s\S]*<li>wash<\/li><li>sleep<\/li>[\s\S]*wash, sleep[\s\S]*\[fast\][\s\S]*no greeting true/,
    );
  });

  it("run: tslab's, with every kind of display", async () => {
    const { to, stderr } = await convert("tslab.ipynb");
    assert.equal(stderr, `wrote ${to}\n`);
    const printed = await run(to);
    assert.match(printed, /HELLO![\s\S]*BOLD![\s\S]*ITEM![\s\S]*LATER!/);
  });

  it("run: the Node.js notebooks extension's, with shell and HTML cells", async () => {
    const { to, text, stderr } = await convert("node.nnb");
    assert.match(stderr, /cell \d+: warning: The cell installs packages/);
    assert.doesNotMatch(text, /node-kernel/);
    const printed = await run(to);
    assert.match(
      printed,
      /Glossary[\s\S]*from the shell: 2\s+two\s+one[\s\S]*a\/b \{ x: 0, y: 0 \} 3600000[\s\S]*plain/,
    );
  });

  it("run: a script with // %% cells, titles and jupytext's tags", async () => {
    const { to, text, stderr } = await convert("percent.ts");
    assert.equal(stderr, `wrote ${to}\n`);
    assert.doesNotMatch(text, /kernelspec/);
    assert.deepEqual(
      Array.from(text.matchAll(/^\/\/ %%.*$/gm), ([line]) => line),
      [
        "// %% [markdown]",
        "// %% name=Imports",
        "// %% [parameters]",
        '// %% name="Load the orders"',
        "// %%",
        "// %% [markdown]",
        '// %% name="Show {1: 2}"',
        "// %% not a cell",
      ],
    );
    assert.match(await run(to), /1,3\n[\s\S]*function \/\/ %% not a cell/);
  });

  it("run: Observable's HTML, each cell below what it uses, its input a parameter", async () => {
    const { to, stderr } = await convert("observable.html");
    assert.equal(stderr, `wrote ${to}\n`);
    await copyFile(join(fixtures, "rows.csv"), join(work, "rows.csv"));
    assert.match(await run(to), /warm: 2[\s\S]*The mean is 2\.5\.[\s\S]*\[ 2, 8 \]\s+sum 10 <\/script>/);
    assert.match(await run(to, "--limit", "3"), /warm: 1[\s\S]*The mean is 4\.[\s\S]*sum 8/);
  });

  it("say what to change: Observable's module, cell by cell", async () => {
    const { to, text, stderr } = await convert("observable.js");
    assert.deepEqual(
      Array.from(stderr.matchAll(/cell \d+: warning: (.*)/g), ([, message]) => message),
      [
        "The cell gives one value after the other (it yields); it is kept as text.",
        "The cell imports from another Observable notebook.",
      ],
    );
    assert.match(stderr, /; 2 places to change before it runs\n$/);
    const changed = text.replace(
      /^\/\/ main\.import.*$/m,
      "const legend = (value: number) => `total ${value}`;",
    );
    await copyFile(join(fixtures, "rows.csv"), join(work, "rows.csv"));
    await writeFile(to, changed);
    assert.match(
      await run(to, "--size", "large"),
      /The total is \*\*5\*\*\.[\s\S]*Brno: 1; Brno: 4[\s\S]*total 5/,
    );
  });
});
