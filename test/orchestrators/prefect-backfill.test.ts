/** Backfills on a real Prefect: each day once, whatever happens to the command and to its worker. */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { root, runPipenb, runProgram, type CommandOptions, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import {
  prefectSettings,
  requireOrchestrators,
  startPrefect,
  startServer,
  type Server,
} from "../support/orchestrators.ts";
import { removeTag } from "../support/remove-tag.ts";

/** Day 3 succeeds the second time, day 4 never; what is begun twice is seen. */
const notebook = `/* ---
pipenb: 1
mounts: [ ./out:/data/out ]
schedule: { cron: "0 3 * * *", timezone: Europe/Prague, unit: previous-day }
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
/** Milliseconds */
const wait: number = 0;

// %% name=work
import { appendFileSync } from "node:fs";
import { writeWhole } from "pipenb";
const end = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
const mark = (what: string) => appendFileSync("/data/out/marks", day + " " + what + "\\n");
mark("begins");
console.log("works on", day, "attempt", process.env.PIPENB_ATTEMPT);
await new Promise((go) => setTimeout(go, wait));
if (day === "2022-02-03" && process.env.PIPENB_ATTEMPT === "1") end(75);
if (day === "2022-02-04") end(42);
await writeWhole("/data/out/" + day, day + "\\n");
mark("ends");
`;

const FlowRunsSchema = z.array(
  z.object({ name: z.string(), tags: z.array(z.string()), state: z.object({ name: z.string() }) }),
);
const ToldSchema = z.object({ unit: z.string(), state: z.string(), attempt: z.number().default(0) });

describe("a backfill on Prefect", function () {
  this.timeout(600_000);
  let engine: Engine;
  let bin: string;
  let folder: string;
  let file: string;
  let env: Record<string, string>;
  let server: Server | undefined;
  let worker: Server | undefined;

  function startWorker(): void {
    const words = ["worker", "start", "--pool", "pipenb", "--type", "docker", "--limit", "4"];
    worker = startServer(join(bin, "prefect"), words, { ...env, PREFECT_WORKER_QUERY_SECONDS: "1" });
  }

  before(async function () {
    engine = await requireEngine(this);
    bin = requireOrchestrators(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-prefect-backfill-"));
    file = join(folder, "months.pipenb");
    await writeFile(file, notebook);
    await mkdir(join(folder, "out"));
    await chmod(join(folder, "out"), 0o777);
    env = { ...(await prefectSettings(join(folder, "prefect"))), PIPENB_BASE_IMAGE: nodeImage() };
    server = await startPrefect(bin, env);
  });

  after(async () => {
    await worker?.kill();
    await server?.kill();
    for (const { id } of await ours()) await engine.remove(id);
    await removeTag(engine, backfillTag(file));
    await rm(folder, { recursive: true, force: true });
  });

  const pipenb = (words: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
    runPipenb(words, { ...options, env: { ...env, ...options.env } });
  const backfill = (words: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
    pipenb(["backfill", file, "--on", "prefect", ...words], options);
  const ours = () => engine.containersWithLabel("io.pipenb.deployment=months");

  const marks = async (): Promise<readonly string[]> =>
    (await readFile(join(folder, "out", "marks"), "utf8").catch(() => "")).split("\n").filter(Boolean);
  const begun = async (days: string): Promise<number> =>
    (await marks()).filter((line) => line.startsWith(days) && line.endsWith("begins")).length;
  const done = (days: readonly string[]): readonly string[] =>
    days.flatMap((day) => [`${day} begins`, `${day} ends`]);

  async function units(days: string): Promise<readonly string[]> {
    const { stdout } = await pipenb(["units", file, "--json"]);
    const told = stdout
      .trim()
      .split("\n")
      .map((line) => ToldSchema.parse(JSON.parse(line)))
      .filter(({ unit }) => unit.startsWith(days));
    return told.map(({ unit, state, attempt }) => `${unit} ${state} ${attempt}`);
  }
  async function flowRuns(days: string): Promise<readonly string[]> {
    const answer = await fetch(`${env["PREFECT_API_URL"] ?? ""}/flow_runs/filter`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ flow_runs: { name: { like_: days } } }),
    });
    const runs = FlowRunsSchema.parse(await answer.json());
    for (const { tags } of runs)
      assert.deepEqual(tags, ["pipenb"], "the journal knows their ends, and lets go of them");
    return runs.map(({ name, state }) => `${name} ${state.name}`).sort();
  }

  it("says what is missing", async () => {
    const words = ["--units", "2022-01-15"];
    const nowhere = await backfill(words, { env: { PREFECT_API_URL: "" } });
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /No server of Prefect is named/);
    const unknown = await backfill(words);
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /is not registered on Prefect.*\n?.*pipenb deploy \S+ --to prefect/);
    const deployed = await pipenb(["deploy", file, "--to", "prefect"]);
    assert.equal(deployed.code, 0, deployed.stderr);
    await writeFile(file, notebook.replace("no luck", "never any luck"));
    const other = await backfill(words);
    assert.equal(other.code, 1);
    assert.match(other.stderr, /another image[^]*pipenb deploy \S+ --to prefect/);
    await writeFile(file, notebook);
  });

  it("runs five days by its worker: one is tried again, one fails; the journal has logs and results", async () => {
    startWorker();
    const days = ["--units", "2022-02-01..2022-02-05"];
    const first = await backfill(days);
    assert.equal(first.code, 1, first.stderr);
    assert.deepEqual(await units("2022-02"), [
      "2022-02-01 done 1",
      "2022-02-02 done 1",
      "2022-02-03 done 2",
      "2022-02-04 failed 1",
      "2022-02-05 done 1",
    ]);
    assert.deepEqual(await flowRuns("2022-02"), [
      "2022-02-01 Completed",
      "2022-02-02 Completed",
      "2022-02-03 (2) Completed",
      "2022-02-03 Failed",
      "2022-02-04 Failed",
      "2022-02-05 Completed",
    ]);
    assert.match((await pipenb(["logs", file, "2022-02-03"])).stdout, /^works on 2022-02-03 attempt 2\n/);
    assert.match((await pipenb(["logs", file, "2022-02-04"])).stdout, /no luck on 2022-02-04/);
    const { stdout } = await pipenb(["logs", file, "2022-02-03", "--result"]);
    assert.match(stdout, /^\{"contract":1,.*"attempt":2.*\/data\/out\/2022-02-03/);
    const again = await backfill(days);
    assert.match(again.stderr, /^0 of 5 to run/m);
    // Who throws the journal away wants it done anew.
    await rm(join(folder, ".pipenb"), { recursive: true });
    const anew = await backfill(["--units", "2022-02-01"]);
    assert.equal(anew.code, 0, anew.stderr);
    assert.equal(await begun("2022-02-01"), 2);
  });

  it("does each day once, with the command and the worker killed in the middle", async () => {
    const words = ["--units", "2022-03-01..2022-03-06", "--parallel", "3", "--", "--wait", "10000"];
    const killed = await backfill(words, {
      signalWhen: (printed) => (printed.includes("2022-03-01 done") ? "SIGKILL" : undefined),
    });
    assert.equal(killed.code, null, killed.stderr);
    await worker?.kill();
    startWorker();
    const rest = await backfill(words);
    assert.equal(rest.code, 0, rest.stderr);
    const days = Array.from({ length: 6 }, (_, index) => `2022-03-0${index + 1}`);
    assert.deepEqual((await marks()).filter((line) => line.startsWith("2022-03")).toSorted(), done(days));
    assert.deepEqual(
      await units("2022-03"),
      days.map((day) => `${day} done 1`),
    );
    assert.deepEqual(
      await flowRuns("2022-03"),
      days.map((day) => `${day} Completed`),
    );
  });

  it("stops what runs, also after the command was killed", async () => {
    const words = ["--json", "--units", "2022-05-01..2022-05-02", "--", "--wait", "300000"];
    const stopped = await backfill(words, {
      signalWhen: (printed) => (/"2022-05-02","state":"running"/.test(printed) ? "SIGTERM" : undefined),
    });
    assert.equal(stopped.code, 143, stopped.stderr);
    assert.deepEqual(await units("2022-05"), ["2022-05-01 stopped 1", "2022-05-02 stopped 1"]);
    assert.deepEqual(await flowRuns("2022-05"), ["2022-05-01 Cancelled", "2022-05-02 Cancelled"]);
    const long = [`${root}/cli/pipenb.ts`, "backfill", file, "--on", "prefect", "--units", "2022-06-01"];
    const killed = startServer(process.execPath, [...long, "--", "--wait", "300000"], env);
    while ((await begun("2022-06")) < 1) await setTimeout(200);
    await killed.kill();
    const cancelled = await pipenb(["backfill", file, "--cancel"]);
    assert.match(cancelled.stderr, /^Stopped 2022-06-01\.$/m);
    const later = await backfill([...long.slice(-2), "--retries", "0", "--", "--wait", "300000"]);
    assert.equal(later.code, 1, later.stderr);
    assert.deepEqual(await units("2022-06"), ["2022-06-01 stopped 1"]);
    assert.deepEqual(
      await marks().then((all) => all.filter((line) => /^2022-0[56]/.test(line) && line.endsWith("ends"))),
      [],
    );
  });

  it("is a script too, which ruff leaves as it is", async () => {
    const out = join(folder, "files");
    const written = await backfill(["--units", "2022-07-01,2022-07-02", "--out", out]);
    assert.equal(written.code, 0, written.stderr);
    for (const words of [["check"], ["format", "--check"]]) {
      const { code, stdout } = await runProgram(join(bin, "ruff"), [...words, "--no-cache", out]);
      assert.equal(code, 0, stdout);
    }
    for (let start = 0; start < 2; start += 1) {
      const started = await runProgram(join(bin, "python"), [join(out, "backfill.py")], { env });
      assert.equal(started.code, 0, started.stderr);
    }
    while ((await marks()).filter((line) => line.startsWith("2022-07")).length < 4) await setTimeout(200);
    assert.equal((await flowRuns("2022-07")).length, 2);
  });
});
