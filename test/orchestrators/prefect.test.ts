/** Days of a pipeline on a real Prefect: registered by its API, started by its worker, reported by the image. */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { flowRunLabel } from "../../deploy/prefect/release-runs.ts";
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import { runPipenb, runProgram, type Ended } from "../support/command-line.ts";
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
secrets: [ word ]
retries: 1
schedule: { cron: "* * * * *", timezone: Europe/Prague, unit: previous-day }
--- */

// %% [parameters]
/** Which country it is for */
const country: "CZ" | "DE" = "CZ";
const day: IsoDate = "2022-01-01";
/** Milliseconds */
const wait: number = 0;

// %% name=work
import { appendFileSync, readFileSync } from "node:fs";
import { writeWhole } from "pipenb";
const end = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
const mark = (what: string) => appendFileSync("/data/out/marks", day + " " + what + "\\n");
mark("begins");
console.log("works on", day, country);
await new Promise((go) => setTimeout(go, wait));
if (day === "2022-02-03" && process.env.PIPENB_ATTEMPT === "1") end(75);
if (day === "2022-02-04") end(42);
await writeWhole("/data/out/" + day, [day, country, readFileSync("/run/secrets/word", "utf8").length].join() + "\\n");
mark("ends");
`;

const RunSchema = z.object({
  id: z.string(),
  run_count: z.number(),
  auto_scheduled: z.boolean(),
  expected_start_time: z.coerce.date(),
  state: z.object({ type: z.string(), name: z.string(), message: z.string().nullable() }),
});
const ListedSchema = z.object({
  runs: z.array(z.object({ id: z.string(), unit: z.string(), state: z.string() })),
});
type Run = z.infer<typeof RunSchema>;

describe("a pipeline on Prefect", function () {
  this.timeout(600_000);
  let engine: Engine;
  let bin: string;
  let folder: string;
  let file: string;
  let env: Record<string, string>;
  let server: Server | undefined;
  let worker: Server | undefined;
  let deployment: string;
  const fiveDays = ["2022-02-01", "2022-02-02", "2022-02-03", "2022-02-04", "2022-02-05"];
  const started: string[] = [];
  /** One that a worker has taken, and that it was killed before it had started. */
  let taken: string;

  function startWorker(): void {
    const words = ["worker", "start", "--pool", "pipenb", "--type", "docker", "--limit", "4"];
    worker = startServer(join(bin, "prefect"), words, { ...env, PREFECT_WORKER_QUERY_SECONDS: "1" });
  }

  before(async function () {
    engine = await requireEngine(this);
    bin = requireOrchestrators(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-prefect-"));
    file = join(folder, "days.pipenb");
    await writeFile(file, notebook);
    await mkdir(join(folder, "out"));
    await chmod(join(folder, "out"), 0o777);
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets", "word"), "a-secret-word");
    env = {
      ...(await prefectSettings(join(folder, "prefect"))),
      PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS: "5",
      PIPENB_BASE_IMAGE: nodeImage(),
    };
    server = await startPrefect(bin, env);
  });

  after(async () => {
    await worker?.kill();
    await server?.kill();
    for (const { id } of await ours()) await engine.remove(id);
    await removeTag(engine, backfillTag(file));
    await rm(folder, { recursive: true, force: true });
  });

  const deploy = (...args: readonly string[]): Promise<Ended> =>
    runPipenb(["deploy", file, "--to", "prefect", ...args], { env });
  const ours = () => engine.containersWithLabel("io.pipenb.deployment=days");

  /** Asks again where the server is busy or away. */
  async function ask(
    path: string,
    body?: object,
    method = body === undefined ? "GET" : "POST",
  ): Promise<unknown> {
    for (;;) {
      const answer = await fetch(`${env["PREFECT_API_URL"]}${path}`, {
        method,
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch(() => undefined);
      if (answer?.ok === true) return answer.status === 204 ? undefined : answer.json();
      if (answer !== undefined && answer.status < 500) throw new Error(`${path}: ${await answer.text()}`);
      await setTimeout(300);
    }
  }
  async function start(parameters: object, state: object = { type: "SCHEDULED" }): Promise<string> {
    const made = await ask(`/deployments/${deployment}/create_flow_run`, { parameters, state });
    return z.object({ id: z.string() }).parse(made).id;
  }
  const read = async (id: string): Promise<Run> => RunSchema.parse(await ask(`/flow_runs/${id}`));
  async function until(id: string, is: (run: Run) => boolean): Promise<Run> {
    for (;;) {
      const run = await read(id);
      if (is(run)) return run;
      await setTimeout(500);
    }
  }
  const over = (id: string): Promise<Run> =>
    until(id, ({ state }) => ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"].includes(state.type));
  const marks = async (): Promise<readonly string[]> =>
    (await readFile(join(folder, "out", "marks"), "utf8").catch(() => "")).split("\n").filter(Boolean);
  const marksOf = async (day: string): Promise<readonly string[]> =>
    (await marks()).filter((line) => line.startsWith(day)).map((line) => line.slice(day.length + 1));
  async function begun(day: string): Promise<void> {
    while ((await marksOf(day)).length === 0) await setTimeout(200);
  }

  it("is registered in one command, with its schedule and its form, and again in its own place", async () => {
    for (const word of ["is registered on prefect", "is registered anew on prefect"]) {
      const done = await deploy("--", "--country", "DE");
      assert.equal(done.code, 0, done.stderr);
      assert.match(done.stderr, new RegExp(`days ${word}: \\* \\* \\* \\* \\*, previous-day\\. Next: `));
    }
    const found = await ask("/deployments/name/days/days");
    const {
      id,
      schedules,
      parameter_openapi_schema: form,
    } = z
      .object({
        id: z.string(),
        schedules: z.array(z.object({ active: z.boolean(), schedule: z.object({ timezone: z.string() }) })),
        parameter_openapi_schema: z.looseObject({ properties: z.record(z.string(), z.unknown()) }),
      })
      .parse(found);
    deployment = id;
    assert.deepEqual(
      schedules.map(({ active, schedule }) => [active, schedule.timezone]),
      [[true, "Europe/Prague"]],
    );
    assert.deepEqual(form.properties["country"], {
      title: "country",
      position: 0,
      type: "string",
      enum: ["CZ", "DE"],
      description: "Which country it is for",
      default: "DE",
    });
    assert.doesNotMatch(JSON.stringify(found), /a-secret-word/);
    await assert.rejects(start({ country: "PL" }), /409|validation/i);
    await assert.rejects(start({ day: "yesterday" }), /409|validation/i);
  });

  it("runs by the clock for the day that is due", async () => {
    startWorker();
    // They are looked at below, and run meanwhile.
    for (const day of fiveDays) started.push(await start({ day }));
    taken = await start({ day: "2022-06-05" }, { type: "PENDING", name: "Pending" });
    let scheduled: Run | undefined;
    while (scheduled === undefined) {
      const runs = z
        .array(RunSchema)
        .parse(await ask("/flow_runs/filter", { deployments: { id: { any_: [deployment] } } }));
      scheduled = runs.find(({ auto_scheduled, state }) => auto_scheduled && state.type === "COMPLETED");
      await setTimeout(500);
    }
    const due = unitDueAt("previous-day", "Europe/Prague", scheduled.expected_start_time);
    assert.equal(scheduled.state.message, `${due}: 1 output.`);
    assert.match(await readFile(join(folder, "out", due), "utf8"), new RegExp(`^${due},DE,13\n$`));
    const listed = await deploy("--list", "--json");
    const { id } = scheduled;
    const { runs } = ListedSchema.parse(JSON.parse(listed.stdout));
    assert.deepEqual(
      runs.find((run) => run.id === id),
      { id, unit: due, state: "done" },
    );
    // What the tests below count is theirs alone.
    const { schedules } = z
      .object({ schedules: z.array(z.object({ id: z.string() })) })
      .parse(await ask(`/deployments/${deployment}`));
    await ask(`/deployments/${deployment}/schedules/${schedules[0]?.id ?? ""}`, { active: false }, "PATCH");
  });

  it("runs five days: one is tried again, one fails, and Prefect has their logs and outputs", async () => {
    const ended = await Promise.all(started.map(over));
    assert.deepEqual(
      ended.map(({ state, run_count }) => `${state.name} ${run_count}`),
      ["Completed 1", "Completed 1", "Completed 2", "Failed 1", "Completed 1"],
    );
    assert.match(ended[3]?.state.message ?? "", /^Exit code 42: cell work: no luck on 2022-02-04/);
    const once = ["begins", "ends"];
    const expected = [once, once, ["begins", ...once], ["begins"], once];
    for (const [index, day] of fiveDays.entries()) assert.deepEqual(await marksOf(day), expected[index], day);
    const [first = ""] = started;
    const logs = JSON.stringify(await ask("/logs/filter", { logs: { flow_run_id: { any_: [first] } } }));
    assert.match(logs, /works on 2022-02-01 DE/);
    const artifacts = await ask("/artifacts/filter", { artifacts: { flow_run_id: { any_: [first] } } });
    assert.match(JSON.stringify(artifacts), /"key":"days-outputs".*\/data\/out\/2022-02-01 \| 17 \|/);
  });

  it("stops where somebody cancels it", async () => {
    const id = await start({ day: "2022-05-01", wait: 300_000 });
    await begun("2022-05-01");
    await ask(`/flow_runs/${id}/set_state`, { state: { type: "CANCELLING", name: "Cancelling" } });
    assert.equal((await over(id)).state.name, "Cancelled");
    assert.deepEqual(await marksOf("2022-05-01"), ["begins"]);
  });

  it("does each day once, with worker and server killed in the middle, and releases what is stuck", async () => {
    const days = ["2022-06-01", "2022-06-02", "2022-06-03", "2022-06-04"];
    const ids: string[] = [];
    for (const day of days) ids.push(await start({ day, wait: 15_000 }));
    await Promise.all(days.map(begun));
    await worker?.kill();
    await server?.kill();
    const [lost] = (await ours()).filter(({ state }) => state === "running");
    await engine.remove(lost?.id ?? assert.fail("four are running"));
    server = await startPrefect(bin, env);
    const lostId = lost?.labels[flowRunLabel] ?? "";
    const healthy = ids.filter((id) => id !== lostId);
    for (const id of healthy) assert.equal((await over(id)).state.name, "Completed");
    let released: readonly string[] = [];
    while (released.length < 2) {
      await setTimeout(2_000);
      const done = await runPipenb(["deploy", "--to", "prefect", "--release", "--json"], { env });
      assert.equal(done.code, 0, done.stderr);
      const lines = done.stdout.split("\n").filter((line) => line !== "");
      released = [
        ...released,
        ...lines.map((line) => z.object({ id: z.string() }).parse(JSON.parse(line)).id),
      ];
    }
    assert.deepEqual([...released].sort(), [lostId, taken].sort());
    startWorker();
    for (const id of released) assert.equal((await over(id)).state.name, "Completed");
    for (const day of days) {
      const isLost = day === days[ids.indexOf(lostId)];
      assert.deepEqual(await marksOf(day), isLost ? ["begins", "begins", "ends"] : ["begins", "ends"], day);
    }
    assert.deepEqual(await marksOf("2022-06-05"), ["begins", "ends"]);
  });

  it("is taken away; the file that registers it without pipenb does the same", async () => {
    const removed = await deploy("--remove");
    assert.equal(removed.code, 0, removed.stderr);
    assert.match((await deploy("--list")).stderr, /days is not registered on prefect/);
    const written = await deploy("--out", join(folder, "files"));
    assert.equal(written.code, 0, written.stderr);
    const registered = await runProgram(join(bin, "python"), [join(folder, "files", "days_prefect.py")], {
      env,
    });
    assert.equal(registered.code, 0, registered.stderr);
    assert.match((await deploy("--list")).stdout, /days +\* \* \* \* \* +Europe\/Prague/);
    const ruff = await runProgram(join(bin, "ruff"), ["check", "--no-cache", join(folder, "files")]);
    assert.equal(ruff.code, 0, ruff.stdout);
  });

  it("says what is wrong", async () => {
    const none = await runPipenb(["deploy", "--to", "prefect", "--list"], {
      env: { ...env, PREFECT_API_URL: "" },
    });
    assert.equal(none.code, 1);
    assert.match(none.stderr, /No server of Prefect is named/);
  });
});
