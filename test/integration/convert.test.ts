import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPipenb, root, type Ended } from "../support/command-line.ts";

const fixtures = join(root, "test/fixtures/convert");

describe("notebooks of other kernels, once converted", () => {
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

  async function run(notebook: string): Promise<string> {
    const ended = await runPipenb(["run", "--runtime", "local", notebook], { cwd: work });
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
    assert.match(stderr, /cell \[\d+\]: warning: The cell installs packages/);
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
});
