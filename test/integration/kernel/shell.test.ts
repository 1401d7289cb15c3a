import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { createShell } from "../../../kernel/output/shell.ts";

/** What a test's commands write to stdout and stderr. */
async function captured(run: () => Promise<unknown>): Promise<{ stdout: string; stderr: string }> {
  const written = { stdout: "", stderr: "" };
  const { stdout, stderr } = process;
  const write = { stdout: stdout.write.bind(stdout), stderr: stderr.write.bind(stderr) };
  for (const name of ["stdout", "stderr"] as const)
    process[name].write = (chunk: string | Uint8Array): boolean => {
      written[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
      return true;
    };
  try {
    await run();
  } finally {
    stdout.write = write.stdout;
    stderr.write = write.stderr;
  }
  return written;
}

describe("the shell of cells", () => {
  let folder: string;
  let interrupt: AbortController;
  const shell = createShell(
    () => folder,
    () => interrupt.signal,
  );
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "pipenb-shell-")));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    interrupt = new AbortController();
  });

  it("streams both outputs and gives the whole of them", async () => {
    let output = "";
    const written = await captured(async () => {
      output = (await shell`echo out; echo err >&2`).stdout;
    });
    assert.deepEqual(written, { stdout: "out\n", stderr: "err\n" });
    assert.equal(output, "out\n");
  });

  it("writes nothing when asked to be quiet", async () => {
    const written = await captured(() => shell`echo out; echo err >&2`.quiet());
    assert.deepEqual(written, { stdout: "", stderr: "" });
  });

  it("quotes what is put in", async () => {
    const name = "it's $HOME; rm";
    assert.equal((await shell`printf %s ${name}`.quiet()).stdout, name);
  });

  it("runs in the folder of the moment, or in the one asked for", async () => {
    assert.equal((await shell`pwd`.quiet()).stdout.trim(), folder);
    assert.equal((await shell({ cwd: "/" })`pwd`.quiet()).stdout.trim(), "/");
  });

  it("is configured like zx's own", async () => {
    shell.nothrow = true;
    try {
      assert.equal((await shell`exit 3`).exitCode, 3);
    } finally {
      shell.nothrow = false;
    }
    assert.equal(shell.sync`echo now`.stdout, "now\n");
    assert.equal((await shell`echo b a`.pipe`tr ' ' '\n'`.pipe`sort`.quiet()).stdout, "a\nb\n");
  });

  it("tells of a failure the command, its exit code and the last lines of stderr", async () => {
    const failed: unknown = await shell`for i in $(seq 1 30); do echo line $i >&2; done; exit 75`
      .quiet()
      .catch((error: unknown) => error);
    assert.ok(failed instanceof Error);
    assert.match(failed.message, /^"for i in .* exit 75" ended with exit code 75\n…\nline 21\n[^]*line 30$/);
    assert.equal(Reflect.get(failed, "exitCode"), 75);
    assert.equal(inspect(failed), `CommandFailed: ${failed.message}`);
  });

  it("tells that the working directory is missing", async () => {
    await assert.rejects(Promise.resolve(shell({ cwd: join(folder, "none") })`pwd`), {
      message: /"pwd" did not run: .*directory there\?/,
    });
  });

  it("ends a command and what it started when the cell is interrupted", async () => {
    const mark = join(folder, "late");
    const begun = join(folder, "begun");
    writeFileSync(join(folder, "slow.sh"), `(touch ${begun}; sleep 1.5; echo late > ${mark}) & wait`);
    const running = shell`sh slow.sh; echo never`.quiet();
    while (!existsSync(begun)) await sleep(20);
    interrupt.abort();
    await assert.rejects(Promise.resolve(running), { message: /was ended by SIGTERM/ });
    await sleep(1_500);
    assert.equal(existsSync(mark), false);
  });

  it("kills a command that does not end when asked to", async () => {
    const deaf = join(folder, "deaf");
    const running = shell`trap '' TERM; touch ${deaf}; while true; do sleep 0.1; done`.quiet();
    while (!existsSync(deaf)) await sleep(20);
    interrupt.abort();
    await assert.rejects(Promise.resolve(running), { message: /was ended by SIGKILL/ });
  });
});
