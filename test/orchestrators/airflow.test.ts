/** Schedules as DAGs of the real Airflow, whose tasks are containers of the real engine. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import { Airflow, requireAirflow, type DagRun } from "../support/airflow.ts";
import { runPipenb, runProgram, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import {
  ContainerEvents,
  putDags,
  word,
  writeNotebooks,
  WrittenDays,
  zone,
} from "../support/airflow-pipelines.ts";
import { removeTag } from "../support/remove-tag.ts";
import { goldenDags } from "../support/golden-dags.ts";

const hand = ({ run_type: type }: DagRun): boolean => type === "manual";
const scheduled = ({ run_type: type }: DagRun): boolean => type === "scheduled";
/** By the moment that the run is for: meanwhile it may be the next day. */
const dueOf = ({ run_after: moment }: DagRun): string => unitDueAt("previous-day", zone, new Date(moment));
const succeeded = (runs: readonly DagRun[]): void => {
  assert.deepEqual([...new Set(runs.map(({ state }) => state))], ["success"]);
};

describe("a schedule on Airflow", function () {
  this.timeout(900_000);
  let engine: Engine;
  let airflow: Airflow;
  let bin: string;
  let folder: string;
  let staged: string;
  let days: WrittenDays;
  let events: ContainerEvents;
  let deploy: (name: string, ...args: readonly string[]) => Promise<Ended>;

  before(async function () {
    engine = await requireEngine(this);
    bin = requireAirflow(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-airflow-"));
    staged = join(folder, "staged");
    airflow = await Airflow.in(join(folder, "home"), bin);
    days = new WrittenDays(join(folder, "out"));
    events = new ContainerEvents();
    await writeNotebooks(folder);
    deploy = (name, ...args) =>
      runPipenb(["deploy", join(folder, `${name}.pipenb`), "--to", "airflow", ...args], {
        env: { AIRFLOW__CORE__DAGS_FOLDER: staged, PIPENB_BASE_IMAGE: nodeImage() },
      });
    // Runs that begin while its API is not there yet have spent an attempt.
    await Promise.all([airflow.start(), deployAll()]);
    await putDags(staged, airflow.dags);
  });

  async function deployAll(): Promise<void> {
    for (const [name, ...args] of [["daily"], ["gap"], ["summary", "--after", "gap"]]) {
      const { code, stderr } = await deploy(name ?? "", ...args);
      assert.equal(code, 0, stderr);
      assert.match(stderr, new RegExp(`wrote .*staged/${name}\\.py`));
    }
  }

  after(async () => {
    await airflow.kill();
    events.stop();
    for (const name of ["daily", "gap", "summary"]) {
      const image = await engine.image(backfillTag(join(folder, `${name}.pipenb`)));
      for (const each of image?.tags ?? []) await removeTag(engine, each);
    }
    await rm(folder, { recursive: true, force: true });
  });

  const appears = async (path: string): Promise<void> => {
    while (!existsSync(path)) await pause(50);
  };
  const unitsOf = async (dag: string, runs: readonly DagRun[]): Promise<readonly unknown[]> =>
    Promise.all(
      runs.map(async ({ dag_run_id: run }) => {
        const { unit } = z.object({ unit: z.string() }).parse(await airflow.result(dag, run));
        return unit;
      }),
    );
  it("is Python that ruff finds nothing in", async () => {
    for (const args of [["check"], ["format", "--check"]]) {
      const { code, stdout } = await runProgram(join(bin, "ruff"), [
        ...args,
        "--isolated",
        "--no-cache",
        goldenDags,
      ]);
      assert.equal(code, 0, stdout);
    }
  });

  it("is imported without an error, whatever kind of schedule it is", async () => {
    const meant = (await readdir(airflow.dags)).filter((name) => name.endsWith(".py")).length;
    for (;;) {
      const errors = await airflow.ask("GET", "/importErrors");
      assert.equal(
        z.object({ total_entries: z.number() }).parse(errors.body).total_entries,
        0,
        JSON.stringify(errors.body),
      );
      const { body } = await airflow.ask("GET", "/dags?limit=1");
      if (z.object({ total_entries: z.number() }).parse(body).total_entries === meant) break;
      await pause(500);
    }
  });

  it("runs the day that is due, as a partition, and leaves its result as a dict", async () => {
    const [run = assert.fail("it has run")] = await airflow.ended("daily", scheduled);
    const due = dueOf(run);
    assert.deepEqual([run.state, run.partition_key], ["success", due]);
    const result = await airflow.result("daily", run.dag_run_id);
    assert.partialDeepStrictEqual(result, {
      ...{ contract: 1, unit: due, status: "done", exitCode: 0 },
      parameters: { day: due, ends: "0", tags: ["a, b", "c"] },
    });
    assert.equal((await days.lines(due)).at(-1)?.split(" ").slice(1).join(" "), `ends ${word.length} a, b|c`);
    const again = await airflow.trigger("daily", {});
    const byHand = await airflow.ended("daily", ({ dag_run_id: id }) => id === again);
    succeeded(byHand);
    assert.deepEqual(await unitsOf("daily", (await airflow.runs("daily")).filter(hand)), byHand.map(dueOf));
  });

  it("runs a day that is asked for, by the form or as a partition, and refuses one that does not exist", async () => {
    const runs = [
      await airflow.trigger("daily", { conf: { day: "2022-02-05", tags: ["x, y", "z"] } }),
      await airflow.trigger("daily", { partition_key: "2022-02-10" }),
    ];
    const isMeant = ({ dag_run_id: id }: DagRun): boolean => runs.includes(id);
    for (const conf of [{ day: "2022-02-30" }, { day: "20220205" }, { ends: 3 }]) {
      const { status, body } = await airflow.ask("POST", "/dags/daily/dagRuns", { logical_date: null, conf });
      assert.equal(status, 400, JSON.stringify(body));
    }
    const wrong = { logical_date: null, partition_key: "2022-02-30" };
    assert.equal((await airflow.ask("POST", "/dags/daily/dagRuns", wrong)).status, 400);
    const ended = await airflow.ended("daily", isMeant, 2);
    succeeded(ended);
    assert.deepEqual([...(await unitsOf("daily", ended))].sort(), ["2022-02-05", "2022-02-10"]);
    assert.match((await days.lines("2022-02-05")).at(-1) ?? "", /ends \d+ x, y\|z$/);
  });

  it("gives each day once where clocks are changed, also at the hour that is left out or there twice", async () => {
    for (const [dag, units] of [
      ["spring", ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30"]],
      ["gap", ["2026-03-27", "2026-03-28", "2026-03-29"]],
      ["autumn", ["2025-10-24", "2025-10-25", "2025-10-26"]],
    ] as const) {
      const runs = await airflow.ended(dag, scheduled, units.length);
      succeeded(runs);
      assert.deepEqual([...(await unitsOf(dag, runs))].sort(), units);
      if (dag === "spring") assert.deepEqual(runs.map((run) => run.partition_key).sort(), units);
    }
  });

  it("runs for each unit that another pipeline has done", async () => {
    const runs = await airflow.ended("summary", () => true, 3);
    succeeded(runs);
    assert.deepEqual([...(await unitsOf("summary", runs))].sort(), [
      "2026-03-27",
      "2026-03-28",
      "2026-03-29",
    ]);
  });

  it("is filled back over a change of clocks, both ends included", async () => {
    const runs = await airflow.backfill("daily", ["2022-03-26", "2022-03-28"], 3);
    succeeded(runs);
    assert.deepEqual([...(await unitsOf("daily", runs))].sort(), ["2022-03-26", "2022-03-27", "2022-03-28"]);
  });

  it("ends as the exit code says: 42, 64 and 124 at once, others after they were tried again", async () => {
    const cases = [
      ["daily", "2022-04-01", "42", "failed", "begins"],
      ["gap", "2022-04-03", "wait", "failed", "begins"],
      ["daily", "2022-04-04", "75 once", "success", "begins, begins, ends"],
      ["daily", "2022-04-05", "137 once", "success", "begins, begins, ends"],
    ] as const;
    const started = await Promise.all(
      cases.map(([dag, day, ends]) => airflow.trigger(dag, { conf: { day, ends } })),
    );
    for (const [index, [dag, day, ends, state, story]] of cases.entries()) {
      const [run] = await airflow.ended(dag, ({ dag_run_id: id }) => id === started[index]);
      assert.deepEqual([ends, run?.state, await days.story(day)], [ends, state, story]);
    }
    const wrong = await airflow.trigger("wrong", { conf: { day: "2022-04-02" } });
    const [run] = await airflow.ended("wrong", ({ dag_run_id: id }) => id === wrong);
    assert.equal(run?.state, "failed");
    const starts = events.of("pipenb-wrong-2022-04-02").filter((event) => event === "start");
    assert.equal(starts.length, 1);
  });

  it("is ended by SIGTERM when its time is over or somebody ends it", async () => {
    const late = await airflow.trigger("slow", { conf: { day: "2022-05-01", ends: "wait" } });
    const ended = await airflow.trigger("daily", { conf: { day: "2022-05-02", ends: "wait" } });
    const begun = join(folder, "out", "2022-05-02");
    await appears(begun);
    const path = `/dags/daily/dagRuns/${encodeURIComponent(ended)}/taskInstances/run`;
    assert.equal((await airflow.ask("PATCH", path, { new_state: "failed" })).status, 200);
    await airflow.ended("slow", ({ dag_run_id: id }) => id === late);
    await airflow.ended("daily", ({ dag_run_id: id }) => id === ended);
    for (const container of ["pipenb-slow-2022-05-01", "pipenb-daily-2022-05-02"]) {
      while (!events.of(container).includes("destroy")) await pause(200);
      const kills = events.of(container).filter((event) => event.startsWith("kill"));
      assert.deepEqual([...new Set(kills)], ["kill 15"]);
    }
  });

  it("never runs a day twice at once", async () => {
    const runs = [1, 2].map(() => airflow.trigger("daily", { conf: { day: "2022-06-01" } }));
    const ids = await Promise.all(runs);
    const ended = await airflow.ended("daily", ({ dag_run_id: id }) => ids.includes(id), 2);
    assert.ok(ended.some(({ state }) => state === "success"));
    await days.oneAfterTheOther("2022-06-01");
  });

  it("has each day whole where all of Airflow is lost in the middle of a backfill", async () => {
    const meant = ["2022-07-01", "2022-07-02", "2022-07-03", "2022-07-04", "2022-07-05"];
    const { status, body } = await airflow.ask("POST", "/backfills", {
      ...{ dag_id: "daily", from_date: "2022-07-01T00:00:00Z", to_date: "2022-07-05T23:59:59Z" },
      ...{ max_active_runs: 2, run_backwards: false, dag_run_conf: {}, reprocess_behavior: "none" },
    });
    assert.equal(status, 200, JSON.stringify(body));
    await appears(join(folder, "out", "2022-07-02"));
    await airflow.kill();
    await airflow.start();
    const isMeant = ({ partition_key: key }: DagRun): boolean => key !== null && meant.includes(key);
    const runs = await airflow.ended("daily", isMeant, meant.length);
    succeeded(runs);
    for (const day of meant) {
      await days.oneAfterTheOther(day);
      assert.match((await days.lines(day)).at(-1) ?? "", / ends /);
    }
  });

  it("shows its secret nowhere", async () => {
    const home = join(folder, "home");
    const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((each) =>
      each.isFile(),
    );
    assert.ok(files.some(({ name }) => name === "airflow.db"));
    for (const { parentPath, name } of files)
      assert.ok(!(await readFile(join(parentPath, name))).includes(word), join(parentPath, name));
  });

  it("is listed, replaced unless somebody has changed it, and removed", async () => {
    const listed = await deploy("daily", "--list", "--json");
    assert.partialDeepStrictEqual(JSON.parse(listed.stdout), { name: "daily", source: "daily.pipenb" });
    await copyFile(join(staged, "daily.py"), join(folder, "kept.py"));
    await writeFile(
      join(staged, "daily.py"),
      (await readFile(join(staged, "daily.py"), "utf8")).replace("catchup=False", "catchup=True"),
    );
    const refused = await deploy("daily");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /Somebody has changed .*daily\.py since pipenb has written it\./);
    await copyFile(join(folder, "kept.py"), join(staged, "daily.py"));
    const again = await deploy("daily", "--pool", "small", "--retries", "5");
    assert.match(again.stderr, /daily is registered anew on airflow/);
    assert.match(await readFile(join(staged, "daily.py"), "utf8"), /retries=5,[^]*pool="small"/);
    const removed = await deploy("daily", "--remove");
    assert.match(removed.stderr, /daily is not started any more/);
    assert.deepEqual((await readdir(staged)).sort(), ["gap.py", "summary.py"]);
  });
});
