/** Backfills on a real Dask: each day once, whatever happens to the command and to a worker. */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import { journalLabel } from "../../backfill/container-runs.ts";
import { daskProgram } from "../../backfill/dask/dask-program.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { root, runPipenb, runProgram, type CommandOptions, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { freePort } from "../support/free-port.ts";
import {
  requireOrchestrators,
  startDaskScheduler,
  startDaskWorker,
  startServer,
  type Server,
} from "../support/orchestrators.ts";
import { removeTag } from "../support/remove-tag.ts";

/** Day 3 succeeds the second time, day 4 never; what is begun twice is seen. */
const notebook = `/* ---
pipenb: 1
mounts: [ ./out:/data/out ]
secrets: [ word ]
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const wait: number = 0;

// %% name=work
import { appendFileSync, readFileSync } from "node:fs";
import { writeWhole } from "pipenb";
const end = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
const mark = (what: string) => appendFileSync("/data/out/marks", day + " " + what + "\\n");
mark("begins");
console.log("works on", day, "attempt", process.env.PIPENB_ATTEMPT, readFileSync("/run/secrets/word", "utf8").length);
await new Promise((go) => setTimeout(go, wait));
if (day === "2022-02-03" && process.env.PIPENB_ATTEMPT === "1") end(75);
if (day === "2022-02-04") end(42);
await writeWhole("/data/out/" + day, day + "\\n");
mark("ends");
`;

const ToldSchema = z.object({ unit: z.string(), state: z.string(), attempt: z.number().default(0) });

describe("a backfill on Dask", function () {
  this.timeout(600_000);
  let engine: Engine;
  let bin: string;
  let folder: string;
  let file: string;
  let env: Record<string, string>;
  let workers: Server[];
  let scheduler: Server | undefined;

  before(async function () {
    engine = await requireEngine(this);
    bin = requireOrchestrators(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-dask-backfill-"));
    file = join(folder, "weeks.pipenb");
    await writeFile(file, notebook);
    await mkdir(join(folder, "out"));
    await chmod(join(folder, "out"), 0o777);
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets", "word"), "a-secret-word");
    const { server, cluster } = await startDaskScheduler(bin);
    scheduler = server;
    const path = `${bin}:${process.env["PATH"] ?? ""}`;
    env = { ...cluster, PATH: path, PIPENB_BASE_IMAGE: nodeImage() };
    workers = [startDaskWorker(bin, cluster, folder)];
  });

  after(async () => {
    for (const worker of workers) await worker.kill();
    await scheduler?.kill();
    await removeTag(engine, backfillTag(file));
    await rm(folder, { recursive: true, force: true });
  });

  const pipenb = (words: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
    runPipenb(words, { ...options, env: { ...env, ...options.env } });
  const backfill = (words: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
    pipenb(["backfill", file, "--on", "dask", ...words], options);

  const marks = async (): Promise<readonly string[]> =>
    (await readFile(join(folder, "out", "marks"), "utf8").catch(() => "")).split("\n").filter(Boolean);
  const marksOf = async (days: string): Promise<readonly string[]> =>
    (await marks()).filter((line) => line.startsWith(days)).toSorted();
  const begun = async (days: string): Promise<number> =>
    (await marksOf(days)).filter((line) => line.endsWith("begins")).length;

  async function units(days: string): Promise<readonly string[]> {
    const { stdout } = await pipenb(["units", file, "--json"]);
    const told = stdout
      .trim()
      .split("\n")
      .map((line) => ToldSchema.parse(JSON.parse(line)))
      .filter(({ unit }) => unit.startsWith(days));
    return told.map(({ unit, state, attempt }) => `${unit} ${state} ${attempt}`);
  }
  /** Of this notebook's image. */
  async function containersLeft(): Promise<number> {
    const image = await engine.image(backfillTag(file));
    const all = await engine.containersWithLabel(journalLabel);
    return all.filter(({ imageId }) => imageId === image?.id).length;
  }

  it("says what is missing", async () => {
    const words = ["--units", "2022-01-15"];
    const nowhere = await backfill(words, { env: { DASK_SCHEDULER_ADDRESS: "" } });
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /No cluster of Dask is named/);
    const address = `tcp://127.0.0.1:${await freePort()}`;
    const away = await backfill(words, {
      env: { DASK_SCHEDULER_ADDRESS: address, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT: "2s" },
    });
    assert.equal(away.code, 1);
    assert.match(away.stderr, new RegExp(`The cluster at ${address} does not answer`));
    const files = await backfill([...words, "--out", join(folder, "files")]);
    assert.match(files.stderr, /pipenb deploy … --to dask --out DIR/);
  });

  it("is spoken to by a program that ruff leaves as it is", async () => {
    const program = join(folder, "program.py");
    await writeFile(program, daskProgram);
    for (const words of [["check"], ["format", "--check"]]) {
      const { code, stdout } = await runProgram(join(bin, "ruff"), [...words, "--no-cache", program]);
      assert.equal(code, 0, stdout);
    }
  });

  it("runs five days: one is tried again, one fails; the journal has logs and results", async () => {
    const days = ["--units", "2022-02-01..2022-02-05"];
    const first = await backfill(days);
    assert.equal(first.code, 1, first.stderr);
    assert.deepEqual(
      await units("2022-02"),
      [
        "2022-02-01 done 1",
        "2022-02-02 done 1",
        "2022-02-03 done 2",
        "2022-02-04 failed 1",
        "2022-02-05 done 1",
      ],
      first.stderr,
    );
    const [again3, failed4] = [
      await pipenb(["logs", file, "2022-02-03"]),
      await pipenb(["logs", file, "2022-02-04"]),
    ];
    assert.match(again3.stdout, /^works on 2022-02-03 attempt 2 13\n/, again3.stderr + first.stderr);
    assert.match(failed4.stdout, /no luck on 2022-02-04/, failed4.stderr + first.stderr);
    const { stdout } = await pipenb(["logs", file, "2022-02-03", "--result"]);
    assert.match(stdout, /^\{"contract":1,.*"attempt":2.*\/data\/out\/2022-02-03/);
    const again = await backfill(days);
    assert.match(again.stderr, /^0 of 5 to run/m);
    assert.equal(await containersLeft(), 0);
  });

  it("does each day once, with the command and a worker killed in the middle", async () => {
    workers.push(startDaskWorker(bin, env, folder));
    const words = ["--units", "2022-03-01..2022-03-06", "--", "--wait", "10000"];
    const killed = backfill(words, {
      signalWhen: (printed) => (/2022-03-0\d done/.test(printed) ? "SIGKILL" : undefined),
    });
    while ((await begun("2022-03")) < 3) await setTimeout(100);
    await workers[0]?.kill();
    assert.equal((await killed).code, null, (await killed).stderr);
    const rest = await backfill(words);
    assert.equal(rest.code, 0, rest.stderr);
    const days = Array.from({ length: 6 }, (_, index) => `2022-03-0${index + 1}`);
    assert.deepEqual(
      await marksOf("2022-03"),
      days.flatMap((day) => [`${day} begins`, `${day} ends`]),
    );
    assert.deepEqual(
      await units("2022-03"),
      days.map((day) => `${day} done 1`),
    );
    assert.equal(await containersLeft(), 0);
  });

  it("ends where the scheduler is lost, and finds what runs by another one", async () => {
    const words = ["--units", "2022-04-01..2022-04-02", "--", "--wait", "15000"];
    const broken = backfill(words);
    while ((await begun("2022-04")) < 2) await setTimeout(100);
    await scheduler?.kill();
    for (const worker of workers.splice(0)) await worker.kill();
    const { code, stderr } = await broken;
    assert.equal(code, 1, stderr);
    assert.match(stderr, /the scheduler has gone|does not answer/);
    const { server, cluster } = await startDaskScheduler(bin);
    scheduler = server;
    env = { ...env, ...cluster };
    workers.push(startDaskWorker(bin, env, folder));
    const rest = await backfill(words);
    assert.equal(rest.code, 0, rest.stderr);
    assert.deepEqual(await marksOf("2022-04"), [
      ...["2022-04-01 begins", "2022-04-01 ends"],
      ...["2022-04-02 begins", "2022-04-02 ends"],
    ]);
  });

  it("stops what runs and what waits for a worker, also after the command was killed", async () => {
    const words = ["--json", "--units", "2022-05-01..2022-05-03", "--", "--wait", "300000"];
    const stopped = await backfill(words, {
      signalWhen: (printed) => (/"2022-05-03","state":"running"/.test(printed) ? "SIGTERM" : undefined),
    });
    assert.equal(stopped.code, 143, stopped.stderr);
    assert.deepEqual(
      await units("2022-05"),
      ["01", "02", "03"].map((day) => `2022-05-${day} stopped 1`),
      stopped.stderr,
    );
    const long = ["backfill", file, "--on", "dask", "--units", "2022-06-01", "--", "--wait", "300000"];
    const killed = startServer(process.execPath, [`${root}/cli/pipenb.ts`, ...long], env);
    while ((await begun("2022-06")) < 1) await setTimeout(200);
    await killed.kill();
    const cancelled = await pipenb(["backfill", file, "--cancel"]);
    assert.match(cancelled.stderr, /^Stopped 2022-06-01\.$/m);
    const later = await backfill(["--units", "2022-06-01", ...["--retries", "0", "--", "--wait", "300000"]]);
    assert.equal(later.code, 1, later.stderr);
    assert.deepEqual(await units("2022-06"), ["2022-06-01 stopped 1"], later.stderr);
    assert.deepEqual(
      (await marks()).filter((line) => /^2022-0[56].*ends/.test(line)),
      [],
    );
    assert.equal(await containersLeft(), 0);
  });
});
