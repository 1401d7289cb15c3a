/** The sample samples/prefect-dask on a real Prefect and a real Dask: in process, in processes, and on a cluster that loses a worker. */
import assert from "node:assert/strict";
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { deploymentLabel } from "../../deploy/target.ts";
import { root, runPipenb, runProgram, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import {
  prefectSettings,
  quiet,
  requireOrchestrators,
  startDaskScheduler,
  startDaskWorker,
  startPrefect,
  type Server,
} from "../support/orchestrators.ts";
import { removeTag } from "../support/remove-tag.ts";

/** Has the sample's name; day 3 succeeds the second time, day 4 never; what is begun twice is seen. */
const notebook = `/* ---
pipenb: 1
mounts: [ ./out:/data/out ]
retries: 1
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const wait: number = 0;

// %% name=work
import { appendFileSync } from "node:fs";
import { writeWhole } from "pipenb";
const end = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
const mark = (what: string) => appendFileSync("/data/out/marks", day + " " + what + "\\n");
mark("begins");
await new Promise((go) => setTimeout(go, wait));
if (day === "2022-02-03" && process.env.PIPENB_ATTEMPT === "1") end(75);
if (day === "2022-02-04") end(42);
await writeWhole("/data/out/" + day, day + "\\n");
mark("ends");
`;

const FlowRunsSchema = z.array(z.object({ id: z.string(), state: z.object({ name: z.string() }) }));
const TaskRunsSchema = z.array(
  z.object({ name: z.string(), run_count: z.number(), state: z.object({ name: z.string() }) }),
);

describe("the sample of Prefect with Dask", function () {
  this.timeout(600_000);
  let engine: Engine;
  let bin: string;
  let folder: string;
  let file: string;
  let env: Record<string, string>;
  const servers: Server[] = [];

  before(async function () {
    engine = await requireEngine(this);
    bin = requireOrchestrators(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-prefect-dask-"));
    file = join(folder, "seattle-weather.pipenb");
    await writeFile(file, notebook);
    await copyFile(join(root, "samples/prefect-dask/flow.py"), join(folder, "flow.py"));
    await mkdir(join(folder, "out"));
    await chmod(join(folder, "out"), 0o777);
    env = { ...quiet, ...(await prefectSettings(join(folder, "prefect"))) };
    servers.push(await startPrefect(bin, env));
  });

  after(async () => {
    for (const server of servers.reverse()) await server.kill();
    await removeTag(engine, backfillTag(file));
    await rm(folder, { recursive: true, force: true });
  });

  async function deploy(...args: readonly string[]): Promise<void> {
    const words = ["deploy", file, "--to", "dask", "--out", folder, "--force", "--", ...args];
    const { code, stderr } = await runPipenb(words, { env: { PIPENB_BASE_IMAGE: nodeImage() } });
    assert.equal(code, 0, stderr);
  }
  /** What one run has made is not known to another: it has a place of its own for results. */
  const run = (
    words: readonly string[],
    results: string,
    more: Record<string, string> = {},
  ): Promise<Ended> =>
    runProgram(join(bin, "python"), [join(folder, "flow.py"), ...words], {
      env: { ...env, PREFECT_LOCAL_STORAGE_PATH: join(folder, results), ...more },
    });
  const marks = async (): Promise<readonly string[]> =>
    (await readFile(join(folder, "out", "marks"), "utf8").catch(() => "")).split("\n").filter(Boolean);
  const begun = async (): Promise<number> => (await marks()).filter((line) => line.endsWith("begins")).length;

  /** What the days have written, and nothing of it stays. */
  async function taken(): Promise<Readonly<Record<string, string>>> {
    const out = join(folder, "out");
    const all: Record<string, string> = {};
    for (const name of (await readdir(out)).sort()) {
      const text = await readFile(join(out, name), "utf8");
      all[name] = name === "marks" ? text.split("\n").sort().join("\n") : text;
      await rm(join(out, name));
    }
    return all;
  }

  async function ask(path: string, body: object): Promise<unknown> {
    const answer = await fetch(`${env["PREFECT_API_URL"] ?? ""}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  }
  /** How the newest run of the flow has ended, and its tasks, as Prefect tells. Those may be told of a little later. */
  async function told(days: number): Promise<{ readonly flow: string; readonly tasks: readonly string[] }> {
    const [newest] = FlowRunsSchema.parse(
      await ask("/flow_runs/filter", { sort: "START_TIME_DESC", limit: 1 }),
    );
    assert.ok(newest !== undefined);
    for (;;) {
      const tasks = TaskRunsSchema.parse(
        await ask("/task_runs/filter", { flow_runs: { id: { any_: [newest.id] } } }),
      );
      const ended = tasks.filter(({ state }) => ["Completed", "Cached", "Failed"].includes(state.name));
      const words = ended.map(({ name, run_count, state }) => `${name} ${state.name} ${run_count}`);
      if (ended.length === days) return { flow: newest.state.name, tasks: words.sort() };
      await setTimeout(500);
    }
  }

  it("gives the same in process, in processes and on a cluster, and does nothing again", async () => {
    await deploy();
    const { server, cluster } = await startDaskScheduler(bin);
    servers.push(server, startDaskWorker(bin, cluster, folder));
    const days = ["2022-02-01..2022-02-03", "2022-02-04,2022-02-05"];
    const came: Readonly<Record<string, string>>[] = [];
    for (const [mode, options, more] of [
      ["process", [], {}],
      ["processes", ["--local-cluster"], {}],
      ["cluster", [], cluster],
    ] as const) {
      const { code, stderr } = await run([...days, ...options], mode, more);
      assert.equal(code, 1, stderr);
      assert.deepEqual(await told(5), {
        flow: "Failed",
        tasks: [
          "2022-02-01 Completed 1",
          "2022-02-02 Completed 1",
          "2022-02-03 Completed 2",
          "2022-02-04 Failed 1",
          "2022-02-05 Completed 1",
        ],
      });
      came.push(await taken());
    }
    assert.equal(came[0]?.["2022-02-05"], "2022-02-05\n");
    assert.deepEqual(came[1], came[0]);
    assert.deepEqual(came[2], came[0]);
    const again = await run(["2022-02-01..2022-02-03"], "process");
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(await marks(), [], "what is done is not done again");
  });

  it("does each day once, with a worker killed in the middle", async () => {
    await deploy("--wait", "8000");
    const { server, cluster } = await startDaskScheduler(bin);
    const lost = startDaskWorker(bin, cluster, folder);
    servers.push(server, lost, startDaskWorker(bin, cluster, folder));
    const done = run(["2022-03-01..2022-03-06"], "lost", cluster);
    while ((await begun()) < 4) await setTimeout(100);
    await lost.kill();
    const { code, stderr } = await done;
    assert.equal(code, 0, stderr);
    const days = Array.from({ length: 6 }, (_, index) => `2022-03-0${index + 1}`);
    assert.equal((await told(6)).flow, "Completed");
    assert.deepEqual(
      (await marks()).toSorted(),
      days.flatMap((day) => [`${day} begins`, `${day} ends`]),
    );
    const label = `${deploymentLabel}=seattle-weather`;
    assert.deepEqual(await engine.containersWithLabel(label), [], "nothing is left");
  });

  it("is written as ruff would write it", async () => {
    for (const words of [["check"], ["format", "--check"]]) {
      const { code, stdout } = await runProgram(join(bin, "ruff"), [
        ...[...words, "--no-cache"],
        join(root, "samples/prefect-dask"),
      ]);
      assert.equal(code, 0, stdout);
    }
  });
});
