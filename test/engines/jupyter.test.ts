/** Jupyter's real clients, with kernels as local processes and in containers. */
import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../support/command-line.ts";
import type { Ended } from "../support/command-line.ts";
import { requireEngine } from "../support/engine.ts";
import { ipynbOf, outputsOf, requireJupyter } from "../support/jupyter.ts";
import type { Jupyter, SavedOutput } from "../support/jupyter.ts";

for (const runtime of ["local", "container"] as const)
  describe(`Jupyter's clients and a kernel ${runtime === "local" ? "as a local process" : "in a container"}`, function () {
    this.timeout(600_000);
    let jupyter: Jupyter;

    before(async function () {
      if (runtime === "container") await requireEngine(this);
      jupyter = await requireJupyter(this, runtime);
    });
    after(() => jupyter.remove());

    const write = (name: string, ...cells: readonly string[]): Promise<void> =>
      writeFile(join(jupyter.folder, name), ipynbOf(cells));
    const plain = (outputs: readonly SavedOutput[] | undefined): unknown =>
      outputs
        ?.map(({ text, data }) => text ?? (data as Record<string, unknown> | undefined)?.["text/plain"])
        .flat();

    it("nbclient runs a notebook and leaves a valid file", async () => {
      await write(
        "in.ipynb",
        "const answer: number = 40;",
        "answer + 2",
        'console.log("é");',
        'display.bundle({ "text/html": "<b>bold</b>" })',
      );
      const { code, stderr } = await jupyter.run("jupyter-execute", ["in.ipynb", "--output=out.ipynb"]);
      assert.equal(code, 0, stderr);
      const outputs = await outputsOf(jupyter, "out.ipynb");
      assert.deepEqual(plain(outputs[1]), ["42"]);
      assert.deepEqual(plain(outputs[2]), ["é\n"]);
      assert.deepEqual((outputs[3]?.[0]?.["data"] as Record<string, unknown>)["text/html"], ["<b>bold</b>"]);
    });

    it("jupyter_kernel_test finds every test passed, and skips none", async () => {
      const { code, stderr } = await jupyter.python("kernel_test.py");
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stderr, /skipped/);
    });

    it("nbconvert runs a notebook on its way to HTML", async () => {
      await write("page.ipynb", "const answer: number = 40;", "`the answer is ${answer + 2}`");
      const { code, stderr } = await jupyter.run("jupyter-nbconvert", [
        "--execute",
        "--to",
        "html",
        "page.ipynb",
      ]);
      assert.equal(code, 0, stderr);
      assert.match(await readFile(join(jupyter.folder, "page.html"), "utf8"), /the answer is 42/);
    });

    it("nbconvert tells of a cell that failed, with its place", async () => {
      await write("fails.ipynb", "const known = 1;", "unknown + known");
      const { code, stderr } = await jupyter.run("jupyter-nbconvert", [
        "--execute",
        "--to",
        "html",
        "fails.ipynb",
      ]);
      assert.notEqual(code, 0);
      assert.match(stderr, /unknown is not defined/);
    });

    it("papermill runs a notebook, with parameters where the package for that is there", async () => {
      await write(
        "days.ipynb",
        'const day: string = "2022-01-01"; // Day to process\nconst times: number = 1;',
        "[day, times]",
      );
      const plainly = await jupyter.run("papermill", ["days.ipynb", "plain.ipynb"]);
      assert.equal(plainly.code, 0, plainly.stderr);
      const package_ = join(root, "jupyter/papermill");
      const env = { PYTHONPATH: join(jupyter.folder, "packages") };
      const installed = await installPackage(jupyter, package_, env.PYTHONPATH);
      assert.equal(installed.code, 0, installed.stderr);
      const given = ["-p", "day", '2026-02-02 "q" é', "-p", "times", "3"];
      const { code, stderr } = await jupyter.run("papermill", ["days.ipynb", "given.ipynb", ...given], {
        env,
      });
      assert.equal(code, 0, stderr);
      const outputs = await outputsOf(jupyter, "given.ipynb");
      assert.deepEqual(plain(outputs.at(-1)), ["[ '2026-02-02 \"q\" é', 3 ]"]);
      const help = await jupyter.run("papermill", ["--help-notebook", "days.ipynb"], { env });
      assert.match(help.stdout, /day: string[^]*Day to process/);
    });

    it("the console runs cells, asks, and is interrupted", async () => {
      const { code, stdout, stderr } = await jupyter.python("console_test.py");
      assert.equal(code, 0, stdout + stderr);
    });
  });

/** Without the network: what it is built with is there. */
async function installPackage(jupyter: Jupyter, from: string, to: string): Promise<Ended> {
  // A copy: its builder writes beside it.
  const copy = join(jupyter.folder, "package");
  await cp(from, copy, { recursive: true });
  return jupyter.uv([
    "pip",
    "install",
    "--quiet",
    "--no-deps",
    "--no-build-isolation",
    "--offline",
    "--target",
    to,
    copy,
  ]);
}
