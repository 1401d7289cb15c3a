import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, runPipenb } from "../support/command-line.ts";

const fixtures = join(root, "test/fixtures/cli");
const failing = join(fixtures, "failing.pipenb");
const endless = join(fixtures, "endless.pipenb");
const local = ["--runtime", "local"];

const kernelsOf = async (notebook: string): Promise<unknown[]> => {
  const { stdout } = await runPipenb(["kernel", "list", "--json"]);
  // SAFETY: written by the command under test; only the path is looked at.
  const kernels = JSON.parse(stdout) as { notebookPath: string }[];
  return kernels.filter(({ notebookPath }) => notebookPath === notebook);
};

describe("pipenb run", function () {
  this.timeout(300_000);
  let work: string;

  before(async () => {
    work = await mkdtemp(join(tmpdir(), "pipenb-run-"));
  });

  after(async () => {
    await rm(work, { recursive: true, force: true });
  });

  it("prints what cells print and give, and tells the rest on stderr", async () => {
    const { code, stdout, stderr } = await runPipenb(["run", failing, "not", ...local]);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "before\n2\nafter\n");
    assert.match(stderr, /── before \(2 of 4\)/);
  });

  it("stops at the first cell that fails, with its place and a code frame", async () => {
    const { code, stdout, stderr } = await runPipenb(["run", failing, ...local]);
    assert.equal(code, 1);
    assert.equal(stdout, "before\n2\n");
    assert.match(stderr, /failing\.pipenb:15:\d+ cell "fail"/);
    assert.match(stderr, /> 15 \| if \(how === "plain"\) throw new Error\("plainly wrong"\);/);
  });

  for (const [how, expected] of [
    ["never", 42],
    ["later", 75],
    ["network", 75],
    ["exit", 3],
  ] as const) {
    it(`ends with ${expected} when a cell fails so ("${how}")`, async () => {
      const { code, stderr } = await runPipenb(["run", failing, how, ...local]);
      assert.equal(code, expected, stderr);
    });
  }

  it("refuses a wrong parameter with 64 before anything is started", async () => {
    const { code, stdout, stderr } = await runPipenb(["run", failing, "--how", "sideways", ...local]);
    assert.equal(code, 64);
    assert.equal(stdout, "");
    assert.match(stderr, /how/);
    assert.match(stderr, /sideways/);
  });

  it("refuses a network of the engine's for a process of this machine", async () => {
    const { code, stderr } = await runPipenb(["run", failing, "never", ...local, "--network", "orders"]);
    assert.equal(code, 64);
    assert.match(stderr, /--network is for cells that run in a container/);
  });

  it("shows the pipeline's parameters", async () => {
    const { code, stdout } = await runPipenb(["run", failing, "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, /Fails on request/);
    assert.match(stdout, /--how/);
    assert.match(stdout, /How to fail/);
  });

  it("names the place of a mistake in the file", async () => {
    const { code, stderr } = await runPipenb(["run", join(fixtures, "broken.pipenb"), ...local]);
    assert.equal(code, 1);
    assert.match(stderr, /broken\.pipenb:3:\d+: .*imagine/);
  });

  it("shows what an earlier cell says late", async () => {
    const { code, stdout } = await runPipenb(["run", join(fixtures, "late.pipenb"), ...local]);
    assert.deepEqual([code, stdout], [0, "late\nwaited\nafter\n"]);
  });

  it("ends when what an earlier cell has started fails late", async () => {
    const late = join(fixtures, "late.pipenb");
    const { code, stdout, stderr } = await runPipenb(["run", late, "--fails", ...local]);
    assert.deepEqual([code, stdout], [75, "late\n"]);
    assert.match(stderr, /late\.pipenb:11:\d+ cell "start"[\s\S]*Error: too late/);
  });

  it("writes JSON lines when asked", async () => {
    const { code, stdout } = await runPipenb(["run", failing, "plain", "--json", ...local]);
    assert.equal(code, 1);
    // SAFETY: written by the command under test.
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      events.map(({ type, cell }) => [type, cell]),
      [
        ["kernel", undefined],
        ["cell-start", "parameters"],
        ["cell-end", "parameters"],
        ["cell-start", "before"],
        ["stream", "before"],
        ["result", "before"],
        ["cell-end", "before"],
        ["cell-start", "fail"],
        ["error", "fail"],
        ["cell-end", "fail"],
        ["end", undefined],
      ],
    );
    assert.equal(events.at(-1)?.["exitCode"], 1);
  });

  it("writes the executed notebook, with the values of the run, also after a failure", async () => {
    const out = join(work, "executed.ipynb");
    const { code } = await runPipenb(["run", failing, "never", "--out", out, ...local]);
    assert.equal(code, 42);
    const text = await readFile(out, "utf8");
    // SAFETY: nbformat, as far as it is looked at.
    const { cells } = JSON.parse(text) as { cells: { outputs: { output_type: string }[] }[] };
    assert.deepEqual(
      cells.map(({ outputs }) => outputs.map(({ output_type }) => output_type)),
      [[], ["stream", "execute_result"], ["error"], []],
    );
    assert.match(text, /= \\"never\\"/);
  });

  it("ends an endless loop at Ctrl-C, runs no further cell and leaves no kernel", async () => {
    const { code, stdout, stderr } = await runPipenb(["run", endless, ...local], {
      signalWhen: (printed) => (printed.includes("looping\n") ? "SIGINT" : undefined),
    });
    assert.equal(code, 130, stderr);
    assert.equal(stdout, "first\nlooping\n");
    assert.deepEqual(await kernelsOf(endless), []);
  });

  it("ends with 143 at SIGTERM and leaves no kernel", async () => {
    const { code, stderr } = await runPipenb(["run", endless, ...local], {
      signalWhen: (printed) => (printed.includes("looping\n") ? "SIGTERM" : undefined),
    });
    assert.equal(code, 143, stderr);
    assert.deepEqual(await kernelsOf(endless), []);
  });

  it("stops without a word of complaint when its reader goes away", async () => {
    const script = `"${process.execPath}" cli/pipenb.ts run test/fixtures/cli/printer.pipenb --runtime local --quiet | head -n 1`;
    const child = spawn("bash", ["-c", `set -o pipefail; ${script}`], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
    await once(child, "close");
    assert.deepEqual([child.exitCode, stdout, stderr], [141, "line 1\n", ""]);
  });
});
