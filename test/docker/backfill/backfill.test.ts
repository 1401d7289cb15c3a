/** Backfills of a small pipeline on the real engine: each day once, whatever happens to the command. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backfillTag } from "../../../app/backfill/backfill-image.ts";
import { journalPlace } from "../../../app/backfill/journal-place.ts";
import type { Engine } from "../../../containers/engine/engine.ts";
import { root, runPipenb, runProgram, type CommandOptions, type Ended } from "../../support/command-line.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { removeTag } from "../../support/remove-tag.ts";

/** The third day never succeeds, the fifth the second time, and a day that is done twice is seen. */
const notebook = `/* ---
pipenb: 1
mounts: [ ./out:/data/out ]
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const wait: number = 300;

// %% name=work
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
const end = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
console.log("begins", day);
await new Promise((go) => setTimeout(go, wait));
if (day.endsWith("03")) end(42);
if (day.endsWith("05") && !existsSync("/data/out/seen")) { writeFileSync("/data/out/seen", ""); end(75); }
appendFileSync("/data/out/" + day, "done\\n");
`;

const range = "2022-01-01..2022-01-10";
const doneDays = [1, 2, 4, 5, 6, 7, 8, 9, 10].map((day) => `2022-01-${String(day).padStart(2, "0")}`);

describe("a backfill on the engine", function () {
  this.timeout(600_000);
  let engine: Engine;
  let env: Record<string, string>;
  let folder: string;
  let file: string;
  const folders: string[] = [];
  const notebooks: string[] = [];

  before(async function () {
    engine = await requireEngine(this);
    env = { PIPENB_BASE_IMAGE: nodeImage() };
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-backfill-"));
    folders.push(folder);
    file = join(folder, "days.pipenb");
    notebooks.push(file);
    await writeFile(file, notebook);
  });

  after(async function () {
    this.timeout(300_000);
    for (const each of notebooks) {
      const tag = backfillTag(each);
      await removeTag(engine, tag);
    }
    await Promise.all(folders.map((each) => rm(each, { recursive: true, force: true })));
  });

  const backfill = (args: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
    runPipenb(["backfill", file, ...args], { ...options, env: { ...env, ...options.env } });

  /** Unit to state, as the journal says. */
  async function states(): Promise<ReadonlyMap<string, string>> {
    const { stdout } = await runPipenb(["units", file, "--json"], { env });
    const lines = stdout.trim().split("\n");
    return new Map(
      lines.map((line) => {
        const { unit, state } = JSON.parse(line) as { readonly unit: string; readonly state: string };
        return [unit, state];
      }),
    );
  }

  async function checkResults(days: readonly string[]): Promise<void> {
    const written = (await readdir(join(folder, "out"))).filter((name) => name !== "seen").sort();
    assert.deepEqual(written, days);
    for (const day of days)
      assert.equal(await readFile(join(folder, "out", day), "utf8"), "done\n", `${day} was done once`);
  }

  /** Containers of this backfill: other tests have some too. */
  const left = async (): Promise<number> => {
    const { id } = await journalPlace({ folder, name: "days.pipenb" });
    return (await engine.containersWithLabel(`io.pipenb.backfill=${id}`)).length;
  };

  it("does each day once, tries again what failed for now, and tells what cannot succeed", async () => {
    const first = await backfill(["--units", range]);
    assert.equal(first.code, 1, first.stderr);
    assert.match(first.stderr, /2022-01-05 done, attempt 2/);
    assert.match(
      first.stderr,
      /2022-01-03 failed, exit code 42\n[^]*no luck on 2022-01-03[^]*All of it: pipenb logs/,
    );
    assert.match(first.stderr, /9 done, 1 failed/);
    await checkResults(doneDays);
    const log = await runPipenb(["logs", file, "2022-01-03"], { env });
    assert.match(log.stdout, /begins 2022-01-03[^]*no luck on 2022-01-03/);
    assert.doesNotMatch(log.stdout, /"contract"/);
    const told = await runPipenb(["logs", file, "2022-01-03", "--result"], { env });
    // SAFETY: docs/run-contract.md
    const result = JSON.parse(told.stdout) as {
      readonly status: string;
      readonly error: { readonly cell: string };
    };
    assert.equal(result.status, "failed");
    assert.equal(result.error.cell, "work");

    const dry = await backfill(["--units", range, "--only", "failed", "--dry-run"]);
    assert.match(dry.stdout, /2022-01-03 {2}failed {2}would run, attempt 2\n/);
    assert.match(dry.stderr, /1 of 10 would run/);

    const again = await backfill(["--units", range]);
    assert.match(again.stderr, /^0 of 10 to run/m);
    const failed = await backfill(["--units", range, "--only", "failed"]);
    assert.match(failed.stderr, /^1 of 10 to run/m);
    assert.match(failed.stderr, /2022-01-03 failed, attempt 2 \(exit code 42\)/);
    assert.equal((await backfill(["--units", "2022-01-01,2022-01-02"])).code, 0, "all of these are done");
    await checkResults(doneDays);

    const other = await backfill(["--units", "2022-01-01", "--dry-run", "--", "--wait", "1"]);
    assert.match(other.stdout, /2022-01-01 {2}stale\n/, "other parameters are another run");
  });

  it("killed twice and started again finds its containers, and does each day once", async () => {
    for (let kill = 0; kill < 2; kill += 1) {
      const child = spawn(
        process.execPath,
        [
          `${root}/cli/pipenb.ts`,
          "backfill",
          file,
          "--units",
          range,
          "--parallel",
          "2",
          "--",
          "--wait",
          "1500",
        ],
        { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] },
      );
      const exited = once(child, "exit");
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if ((said.match(/ done$/gm) ?? []).length > kill) child.kill("SIGKILL");
      });
      await exited;
      await appendFile(join(folder, ".pipenb", "days.pipenb.units.jsonl"), '{"at":"20');
    }
    const last = await backfill(["--units", range, "--parallel", "3", "--", "--wait", "1500"]);
    assert.equal(last.code, 1, last.stderr);
    await checkResults(doneDays);
    const known = await states();
    assert.deepEqual(
      [...known].filter(([, state]) => state !== "done"),
      [["2022-01-03", "failed"]],
    );
    assert.equal(await left(), 0);
  });

  it("refuses beside another one, stops with it, and says what is left", async () => {
    let second: Promise<Ended> | undefined;
    let cancelled: Promise<Ended> | undefined;
    const first = await backfill(["--units", range, "--", "--wait", "60000"], {
      actWhen: (printed) => {
        if (!printed.includes("to run")) return false;
        second ??= backfill(["--units", range]).then((ended) => {
          cancelled = runPipenb(["backfill", "--cancel", file], { env });
          return ended;
        });
        return true;
      },
    });
    const beside = await second;
    assert.equal(beside?.code, 75, beside?.stderr);
    assert.match(beside.stderr, /runs already: process \d+/);
    assert.equal((await cancelled)?.code, 0);
    assert.equal(first.code, 143, first.stderr);
    const known = [...(await states()).values()];
    assert.deepEqual(new Set(known), new Set(["stopped", "missing"]));
    assert.equal(await left(), 0);
  });

  it("starts nothing more once enough have failed", async () => {
    const ended = await backfill([
      "--units",
      "2022-01-03,2022-02-03,2022-03-03,2022-04-03",
      "--parallel",
      "1",
      "--stop-after",
      "2",
    ]);
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /2 missing, 2 failed/);
  });

  it("on a full disk starts nothing that is not written down, and goes on when there is room", async function () {
    const small = join(folder, "small");
    await mkdir(small);
    const mounted = await runProgram("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]);
    if (mounted.code !== 0) {
      this.skip();
    }
    try {
      file = join(small, "days.pipenb");
      notebooks.push(file);
      await writeFile(file, notebook.replace("./out", join(folder, "out")));
      const fill = join(small, "fill");
      assert.equal((await backfill(["--units", "2022-01-01"])).code, 0);
      await writeFile(fill, Buffer.alloc(60_000)).catch(() => undefined);
      await appendFile(fill, Buffer.alloc(60_000)).catch(() => undefined);
      const full = await backfill(["--units", range]);
      assert.equal(full.code, 1, full.stderr);
      assert.match(full.stderr, /could not be written|ENOSPC/);
      await rm(fill);
      await backfill(["--units", range]);
      await checkResults(doneDays);
    } finally {
      await runProgram("umount", [small]);
    }
  });

  it("writes a script that does it without pipenb, and nothing of the user's is lost in it", async () => {
    const out = join(folder, "files");
    const args = ["--units", "2022-01-01,2022-01-02,2022-01-04", "--out", out];
    const written = await backfill(args);
    assert.equal(written.code, 0, written.stderr);
    assert.deepEqual(await readdir(out), ["backfill.sh"]);
    await checkResults([]);
    const ran = await runProgram("sh", [join(out, "backfill.sh")]);
    assert.equal(ran.code, 0, ran.stderr);
    await checkResults(["2022-01-01", "2022-01-02", "2022-01-04"]);

    await writeFile(join(out, "backfill.sh"), "mine");
    const refused = await backfill(args);
    assert.notEqual(refused.code, 0);
    assert.equal(await readFile(join(out, "backfill.sh"), "utf8"), "mine");
    assert.equal((await backfill([...args, "--force"])).code, 0);
    const unknown = await backfill(["--units", range], { env: { PIPENB_ON: "nomad" } });
    assert.equal(unknown.code, 64);
    assert.match(unknown.stderr, /docker/);
  });

  it("does days beside services that run already, on their network", async () => {
    const network = `pipenb-backfill-${process.pid}`;
    const services = `services: { db: { image: "${nodeImage()}" } }`;
    await writeFile(
      file,
      notebook
        .replace("--- */", `${services}\n--- */`)
        .replace('"done\\n"', 'await (await fetch("http://db")).text()'),
    );
    const days = ["2022-01-01", "2022-01-02"];
    const units = ["--units", days.join(",")];
    const without = await backfill(units);
    assert.equal(without.code, 1, without.stderr);
    assert.match(without.stderr, /has services \(db\)[^]*--network NAME/);
    const unknown = await backfill([...units, "--network", network]);
    assert.equal(unknown.code, 64, unknown.stderr);
    assert.match(unknown.stderr, /The engine has no network/);
    const elsewhere = await backfill([...units, "--on", "swarm", "--network", network]);
    assert.match(elsewhere.stderr, /not for --on swarm/);

    const docker = async (...args: readonly string[]): Promise<void> => {
      const { code, stderr } = await runProgram("docker", args);
      assert.equal(code, 0, stderr);
    };
    await docker("network", "create", network);
    try {
      const serves = 'require("http").createServer((_, answer) => answer.end("done\\n")).listen(80)';
      const named = ["--name", network, "--network", network, "--network-alias", "db"];
      await docker("run", "--detach", "--rm", ...named, nodeImage(), "node", "-e", serves);
      const out = join(folder, "files");
      const written = await backfill([...units, "--network", network, "--out", out]);
      assert.equal(written.code, 0, written.stderr);
      assert.match(await readFile(join(out, "backfill.sh"), "utf8"), new RegExp(`--network ${network} `));
      const ended = await backfill([...units, "--network", network]);
      assert.equal(ended.code, 0, ended.stderr);
      await checkResults(days);
    } finally {
      await runProgram("docker", ["rm", "--force", network]);
      await docker("network", "rm", network);
    }
  });

  it("refuses units and parameters that cannot be", async () => {
    const wrong = await backfill(["--units", "2022-02-30"]);
    assert.equal(wrong.code, 64);
    assert.match(wrong.stderr, /February 2022 has 28 days/);
    assert.equal((await backfill(["--units", "2022-02-01", "--", "--day", "2022-01-01"])).code, 64);
    assert.match((await backfill([])).stderr, /schedule\.start/);
  });
});
