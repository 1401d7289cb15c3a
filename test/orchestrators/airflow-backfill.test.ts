/** Backfills that the real Airflow carries out, of DAGs that were deployed to it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { Airflow, requireAirflow } from "../support/airflow.ts";
import { root, runPipenb, runProgram, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { removeTag } from "../support/remove-tag.ts";

/** Days end as they say; "slow" ones wait to be stopped. */
const notebook = (cron: string): string => `/* ---
pipenb: 1
schedule: { cron: "${cron}", timezone: Europe/Prague, start: 2022-01-01 }
mounts: [ ./out:/data/out ]
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const word: string = "";
const tags: string[] = ["a"];

// %% name=work
import { appendFileSync, existsSync } from "node:fs";
const file = "/data/out/" + day;
const again = existsSync(file);
appendFileSync(file, "begins\\n");
console.log("begins " + day + " " + word + tags.join("|"));
await new Promise((go) => setTimeout(go, word === "slow" ? 600_000 : 1_000));
const fail = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
if (day.endsWith("-03")) fail(42);
if (day.endsWith("-09") && !again) fail(75);
appendFileSync(file, "ends " + word + tags.join("|") + "\\n");
`;

describe("a backfill on Airflow", function () {
  this.timeout(900_000);
  let engine: Engine;
  let airflow: Airflow;
  let folder: string;
  let env: Record<string, string>;

  before(async function () {
    engine = await requireEngine(this);
    const bin = requireAirflow(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-airflow-backfill-"));
    airflow = await Airflow.in(join(folder, "home"), bin);
    env = {
      AIRFLOW__CORE__DAGS_FOLDER: join(folder, "staged"),
      AIRFLOW__API__BASE_URL: airflow.address,
      PIPENB_BASE_IMAGE: nodeImage(),
    };
    await writeFile(join(folder, "fill.pipenb"), notebook("0 3 * * *"));
    await writeFile(join(folder, "fill-workdays.pipenb"), notebook("0 3 * * MON-FRI"));
    await Promise.all([airflow.start(), deployAll()]);
    for (const name of ["fill", "fill-workdays"]) {
      const text = await readFile(join(folder, "staged", `${name}.py`), "utf8");
      const delay = "retry_delay=timedelta(seconds=10)";
      assert.ok(text.includes(delay));
      await writeFile(
        join(airflow.dags, `${name}.py`),
        text.replace(delay, "retry_delay=timedelta(seconds=1)"),
      );
    }
    for (const name of ["fill", "fill-workdays"])
      while ((await airflow.ask("GET", `/dags/${name}`)).status !== 200) await pause(500);
  });

  async function deployAll(): Promise<void> {
    for (const name of ["fill", "fill-workdays"]) {
      const { code, stderr } = await runPipenb(
        ["deploy", join(folder, `${name}.pipenb`), "--to", "airflow"],
        { env },
      );
      assert.equal(code, 0, stderr);
    }
  }

  after(async () => {
    await airflow.kill();
    for (const name of ["fill", "fill-workdays"]) {
      const image = await engine.image(backfillTag(join(folder, `${name}.pipenb`)));
      if (image === undefined) continue;
      for (const each of image.tags) await removeTag(engine, each);
    }
    await rm(folder, { recursive: true, force: true });
  });

  const words = (name: string, ...args: readonly string[]): readonly string[] => [
    ...["backfill", join(folder, `${name}.pipenb`), "--on", "airflow"],
    ...args,
  ];
  const backfill = (name: string, ...args: readonly string[]): Promise<Ended> =>
    runPipenb(words(name, ...args), { env });

  /** Starts the command and kills it once it has said so often what is meant. */
  async function killedAfter(times: number, meant: RegExp, ...args: readonly string[]): Promise<string> {
    const child = spawn(process.execPath, [`${root}/cli/pipenb.ts`, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    const listen = (text: string): void => {
      said += text;
      if ((said.match(meant) ?? []).length >= times) child.kill("SIGKILL");
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    const [code] = (await once(child, "exit")) as [number | null];
    assert.equal(code, null, said);
    return said;
  }

  async function states(name: string): Promise<ReadonlyMap<string, string>> {
    const { stdout } = await runPipenb(["units", join(folder, `${name}.pipenb`), "--json"], { env });
    const lines = stdout.trim().split("\n");
    return new Map(
      lines.map((line) => {
        const { unit, state, attempt, code } = JSON.parse(line) as Record<
          string,
          string | number | undefined
        >;
        return [String(unit), [state, attempt, code].filter((each) => each !== undefined).join(" ")];
      }),
    );
  }

  const story = async (day: string): Promise<string> =>
    (await readFile(join(folder, "out", day), "utf8")).trim().replaceAll("\n", ", ");

  /** How often Airflow has run each of the days. */
  async function counts(dag: string): Promise<ReadonlyMap<string, number>> {
    const runs = (await airflow.runs(dag)).filter(({ run_type: type }) => type === "backfill");
    const keys = runs.map(({ partition_key: key }) => key ?? "");
    return new Map(keys.map((key) => [key, keys.filter((each) => each === key).length]));
  }

  it("says what is wrong with the DAG, and with which command that is mended", async () => {
    const missing = await backfill("fill", "--units", "2022-02-01", "--name", "nowhere");
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /has no DAG nowhere[^]*pipenb deploy .*fill\.pipenb --to airflow/);
    const other = await backfill("fill", "--units", "2022-02-01", "--name", "fill-workdays");
    assert.match(other.stderr, /The DAG fill-workdays runs another image[^]*pipenb deploy/);
    const away = await runPipenb(words("fill", "--units", "2022-02-01", "--retries", "3"), { env });
    assert.equal(away.code, 64);
    assert.match(away.stderr, /--retries is for pipenb deploy/);
  });

  it("does each day of ranges once, also where the command is killed, and keeps the journal", async () => {
    const days = "2022-02-01..2022-02-04,2022-02-09";
    const args = words("fill", "--units", days, "--parallel", "2", "--", "--word", "w", "--tags", "x,y");
    await killedAfter(1, / done/gm, ...args);
    const { code, stderr } = await runPipenb(args, { env });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /4 done, 1 failed/);
    assert.deepEqual(
      [...(await states("fill"))],
      [
        ["2022-02-01", "done 1 0"],
        ["2022-02-02", "done 1 0"],
        ["2022-02-03", "failed 1 42"],
        ["2022-02-04", "done 1 0"],
        ["2022-02-09", "done 2 0"],
      ],
    );
    for (const day of ["2022-02-01", "2022-02-02", "2022-02-04"])
      assert.equal(await story(day), "begins, ends wx|y", day);
    assert.equal(await story("2022-02-03"), "begins");
    assert.equal(await story("2022-02-09"), "begins, begins, ends wx|y");
    assert.deepEqual([...new Set((await counts("fill")).values())], [1]);
    const file = join(folder, "fill.pipenb");
    const log = await runPipenb(["logs", file, "2022-02-03"], { env });
    assert.match(log.stdout, /begins 2022-02-03 wx\|y[^]*no luck on 2022-02-03/);
    const result = await runPipenb(["logs", file, "2022-02-04", "--result"], { env });
    assert.match(result.stdout, /^\{"contract":1,.*"unit":"2022-02-04"/);
    const again = await runPipenb(args, { env });
    assert.match(again.stderr, /^0 of 5 to run/m);
    const failed = await backfill(
      "fill",
      ...["--units", days, "--only", "failed", "--", "--word", "w", "--tags", "x,y"],
    );
    assert.match(failed.stderr, /^1 of 5 to run[^]*2022-02-03 failed, exit code 42/m);
    assert.equal(await story("2022-02-03"), "begins, begins");
  });

  it("does days too that the clock never has", async () => {
    // A Thursday to a Sunday: the ticks of the week are for Sunday to Thursday.
    const { code, stderr } = await backfill("fill-workdays", "--units", "2022-06-16..2022-06-19");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /4 done/);
    for (const day of ["2022-06-16", "2022-06-17", "2022-06-18", "2022-06-19"])
      assert.equal(await story(day), "begins, ends a", day);
    const runs = await airflow.runs("fill-workdays");
    const of = (type: string): number => runs.filter(({ run_type: each }) => each === type).length;
    assert.deepEqual([of("backfill"), of("manual")], [2, 2]);
  });

  it("ends what it has begun, when it is stopped and when a killed one is cancelled", async () => {
    const days = ["--units", "2022-03-01,2022-03-02,2022-03-05", "--parallel", "2", "--", "--word", "slow"];
    await killedAfter(2, /running/gm, ...words("fill", "--json", ...days));
    const file = join(folder, "fill.pipenb");
    const cancelled = await runPipenb(["backfill", "--cancel", file], { env });
    assert.equal(cancelled.code, 0, cancelled.stderr);
    const running = async (): Promise<readonly string[]> =>
      (await airflow.runs("fill")).map(({ state }) => state).filter((state) => state === "running");
    while ((await running()).length > 0) await pause(500);
    const left = async (): Promise<string> =>
      (await runProgram("docker", ["ps", "--quiet", "--filter=name=pipenb-fill-2022-03-"])).stdout;
    while ((await left()) !== "") await pause(500);
    assert.ok(!(await readdir(join(folder, "out"))).includes("2022-03-05"));
    const child = spawn(process.execPath, [`${root}/cli/pipenb.ts`, ...words("fill", "--json", ...days)], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "ignore"],
    });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      // Once: a second signal ends it at once.
      if (!child.killed && (said.match(/"running"/g) ?? []).length >= 2) child.kill("SIGTERM");
    });
    const [code] = (await once(child, "exit")) as [number | null];
    assert.equal(code, 143, said);
    while ((await left()) !== "") await pause(500);
    const { stdout } = await runPipenb(["units", file, "--json"], { env });
    assert.doesNotMatch(stdout, /"running"/);
    assert.match(stdout, /"2022-03-01","state":"stopped"/);
  });
});
