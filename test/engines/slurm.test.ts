/** Backfills on a real Slurm: a month of days, each once, whatever is killed meanwhile. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { until } from "../support/bridge-client.ts";
import { root, runPipenb, runProgram, type CommandOptions, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { podmanOfItsOwn } from "../support/podman.ts";
import { startRegistry } from "../support/registry.ts";
import { requireSlurm, type Slurm } from "../support/slurm.ts";
import { removeTag } from "../support/remove-tag.ts";

/** Days 11 and 23 never succeed, the 7th the second time, and a day that is done twice is seen. */
const notebook = `/* ---
pipenb: 1
image: { memory: 200m, cpus: 0.5 }
mounts: [ ./out:/data/out ]
secrets: [ word ]
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const wait: number = 50;

// %% name=work
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
const end = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
console.log("begins", day);
await new Promise((go) => setTimeout(go, wait));
if (wait === 1) writeFileSync("/data/out/deaf", "");
if (wait === 1) process.kill(process.ppid, "SIGSTOP"); // who hears signals
if (day.endsWith("11") || day.endsWith("23")) end(42);
if (day.endsWith("07") && !existsSync("/data/out/seen")) { writeFileSync("/data/out/seen", ""); end(75); }
appendFileSync("/data/out/" + day, day + " " + readFileSync("/run/secrets/word", "utf8").length + "\\n");
`;

const month = Array.from({ length: 31 }, (_, at) => `2022-01-${String(at + 1).padStart(2, "0")}`);
const doneDays = month.filter((day) => !day.endsWith("11") && !day.endsWith("23"));
const range = "2022-01-01..2022-01-31";

describe("a backfill on Slurm", function () {
  this.timeout(600_000);
  let engine: Engine;
  let slurm: Slurm;
  let env: Record<string, string>;
  let folder: string;
  let file: string;
  const notebooks: string[] = [];

  before(async function () {
    engine = await requireEngine(this);
    slurm = await requireSlurm(this);
    env = { ...slurm.env, PIPENB_BASE_IMAGE: nodeImage(), PIPENB_ON: "slurm" };
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-slurm-test-"));
    file = join(folder, "100% days.pipenb"); // Slurm has a meaning of its own for the sign
    notebooks.push(file);
    await writeFile(file, notebook);
    await runProgram("mkdir", [join(folder, "secrets")]);
    await writeFile(join(folder, "secrets", "word"), "abcdef");
  });

  after(async () => {
    for (const each of notebooks) {
      await removeTag(engine, backfillTag(each));
      await rm(join(each, ".."), { recursive: true, force: true });
    }
  });

  const backfill = (args: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
    runPipenb(["backfill", file, ...args], { ...options, env: { ...env, ...options.env } });

  async function checkResults(days: readonly string[]): Promise<void> {
    const written = (await readdir(join(folder, "out"))).filter((name) => name !== "seen").sort();
    assert.deepEqual(written, days);
    for (const day of days)
      assert.equal(await readFile(join(folder, "out", day), "utf8"), `${day} 6\n`, `${day} was done once`);
  }

  async function states(): Promise<readonly (readonly [unit: string, state: string, attempt: number])[]> {
    const { stdout } = await runPipenb(["units", file, "--json"], { env });
    return stdout
      .trim()
      .split("\n")
      .map((line) => {
        const { unit, state, attempt } = JSON.parse(line) as {
          readonly unit: string;
          readonly state: string;
          readonly attempt: number;
        };
        return [unit, state, attempt] as const;
      });
  }

  it("does a month, with the command and a node's daemon killed in the middle", async () => {
    for (let kill = 0; kill < 2; kill += 1) {
      const child = spawn(
        process.execPath,
        [`${root}/cli/pipenb.ts`, "backfill", file, "--units", range, "--", "--wait", "500"],
        { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] },
      );
      const exited = once(child, "exit");
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if ((said.match(/ done$/gm) ?? []).length > 3 * kill) child.kill("SIGKILL");
      });
      await exited;
      assert.equal(child.signalCode, "SIGKILL", said);
      if (kill === 0) await slurm.killNode("n1");
      else await slurm.startNode("n1");
    }
    const last = await backfill(["--units", range, "--", "--wait", "500"]);
    assert.equal(last.code, 1, last.stderr);
    assert.match(last.stderr, /29 done, 2 failed/);
    assert.match(last.stderr, /2022-01-11 failed, exit code 42/);
    await checkResults(doneDays);
    const odd = (await states()).filter(([, state, attempt]) => state !== "done" || attempt !== 1);
    assert.deepEqual(odd, [
      ["2022-01-07", "done", 2],
      ["2022-01-11", "failed", 1],
      ["2022-01-23", "failed", 1],
    ]);
    const log = await runPipenb(["logs", file, "2022-01-07", "--attempt", "1"], { env });
    assert.match(log.stdout, /begins 2022-01-07[^]*no luck on 2022-01-07/);
    const result = await runPipenb(["logs", file, "2022-01-07", "--result"], { env });
    assert.match(result.stdout, /^\{"contract":1,"unit":"2022-01-07",.*"status":"done"/);
    assert.deepEqual(
      await readdir(join(folder, ".pipenb", "100%25%20days.pipenb.batches")),
      [],
      "nothing is left",
    );
  });

  it("stops the containers of what runs, and begins nothing more", async () => {
    const ended = await backfill(["--units", range, "--json", "--", "--wait", "60000"], {
      signalWhen: (printed) => (/"state":"running"/.test(printed) ? "SIGTERM" : undefined),
    });
    assert.equal(ended.code, 143, ended.stderr);
    const known = new Set((await states()).map(([, state]) => state));
    assert.deepEqual(known, new Set(["stopped", "missing"]), ended.stderr);
    const { stdout } = await runProgram("squeue", ["--noheader", "--me", "--states=running,pending"], {
      env,
    });
    assert.equal(stdout, "");
  });

  it("stops what does not hear that it is asked to end", async () => {
    const child = spawn(
      process.execPath,
      [`${root}/cli/pipenb.ts`, "backfill", file, "--units", "2022-01-01", "--", "--wait", "1"],
      { env: { ...process.env, ...env }, stdio: "ignore" },
    );
    const exited = once(child, "exit");
    await until(() => existsSync(join(folder, "out", "deaf")) || child.exitCode !== null);
    child.kill("SIGTERM");
    assert.deepEqual(await exited, [143, null]);
    assert.deepEqual(await states(), [["2022-01-01", "stopped", 1]]);
  });

  it("starts nothing more once enough have failed, and lets what runs end", async () => {
    const ended = await backfill([
      ...["--units", "2022-01-11,2022-02-11,2022-03-11,2022-04-11,2022-05-11,2022-06-11"],
      ...["--parallel", "1", "--stop-after", "1"],
    ]);
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /[1-5] missing, [1-5] failed/);
  });

  it("runs units in Podman where nodes have that", async function () {
    const registry = await startRegistry(this);
    const podman = await podmanOfItsOwn(this, registry.host);
    try {
      const options = ["--runtime", "podman", "--registry", `${registry.host}/days`];
      const days = ["2022-01-01", "2022-01-02", "2022-01-07"];
      const ended = await backfill(["--units", days.join(","), ...options], { env: podman.env });
      assert.equal(ended.code, 0, ended.stderr);
      await checkResults(days);
      const [, , seventh] = await states();
      assert.deepEqual(seventh, ["2022-01-07", "done", 2]);
      assert.match((await podman.run("images")).stdout, /\/days +/);
      assert.equal((await podman.run("ps", "--all", "--quiet")).stdout, "");
    } finally {
      await podman.remove();
      await registry.stop();
      for (const tag of (await engine.image(backfillTag(file)))?.tags ?? []) await removeTag(engine, tag);
    }
  });

  it("writes a script that does the same when it is submitted by hand", async () => {
    const out = join(folder, "job");
    const written = await backfill(["--units", "2022-01-01,2022-01-02", "--out", out]);
    assert.equal(written.code, 0, written.stderr);
    const submitted = await runProgram("sbatch", ["--wait", "--array=0-1%4", "batch.sh"], { cwd: out, env });
    assert.equal(submitted.code, 0, submitted.stderr);
    await checkResults(["2022-01-01", "2022-01-02"]);
    assert.equal(await readFile(join(out, "runs", "1.1.code"), "utf8"), "0 \n");
  });

  it("says what is wrong where Slurm is not, or refuses", async () => {
    const elsewhere = await backfill(["--units", "2022-01-01"], { env: { PATH: "/nowhere" } });
    assert.equal(elsewhere.code, 1, elsewhere.stderr);
    assert.match(elsewhere.stderr, /There is no sinfo here/);
    const refused = await backfill(["--units", "2022-01-01"], { env: { SBATCH_PARTITION: "nights" } });
    assert.equal(refused.code, 1, refused.stderr);
    assert.match(refused.stderr, /sbatch failed: .*partition/);
    assert.match(refused.stderr, /SBATCH_PARTITION/);
  });
});
