/** The real Airflow that `.ci/airflow.sh` brings: one on loopback, with its own database, logs and folder of DAGs. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type Mocha from "mocha";
import * as z from "zod";
import { runProgram, type Ended } from "./command-line.ts";
import { freePort } from "./free-port.ts";
import { isAlive, processesBelow } from "./processes.ts";
import { skipBecause } from "./reporter.ts";

/** The folder of its programs. Without them the suite is skipped, or failed in CI. */
export function requireAirflow(context: Mocha.Context): string {
  const place = process.env["PIPENB_AIRFLOW"] ?? join(homedir(), ".cache/pipenb/airflow");
  const bin = join(place, "venv", "bin");
  if (existsSync(join(bin, "airflow"))) return bin;
  assert.notEqual(process.env["CI"], "true", "CI must have Airflow: bash .ci/airflow.sh");
  return skipBecause(context, "Airflow is not here (bash .ci/airflow.sh brings it)");
}

const RunSchema = z.object({
  dag_run_id: z.string(),
  run_type: z.string(),
  state: z.string(),
  partition_key: z.string().nullable(),
  run_after: z.iso.datetime({ offset: true }),
});

export type DagRun = z.infer<typeof RunSchema>;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export class Airflow {
  /** Where it reads DAGs. */
  readonly dags: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #bin: string;
  /** Of its API server. */
  readonly address: string;
  readonly #log: string;
  readonly #parts: ChildProcess[] = [];
  #token = "";

  private constructor(folder: string, bin: string, address: string, env: Readonly<Record<string, string>>) {
    this.#bin = bin;
    this.dags = join(folder, "dags");
    this.#log = join(folder, "airflow.log");
    this.address = address;
    this.env = env;
  }

  /** A new one, not started yet, which keeps everything in the folder; `more` is what its parts find in their environment besides. */
  static async in(
    folder: string,
    bin: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Airflow> {
    const [port, workerLogs] = [await freePort(), await freePort()];
    const address = `http://127.0.0.1:${port}`;
    const own = {
      AIRFLOW_HOME: folder,
      PATH: `${bin}:${process.env["PATH"] ?? ""}`,
      PYTHONDONTWRITEBYTECODE: "1",
      CORE__LOAD_EXAMPLES: "False",
      CORE__DAGS_FOLDER: join(folder, "dags"),
      CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: "True",
      CORE__PARALLELISM: "2",
      CORE__EXECUTION_API_SERVER_URL: `${address}/execution/`,
      API__HOST: "127.0.0.1",
      API__PORT: String(port),
      API__BASE_URL: address,
      API__WORKERS: "1",
      WORKERS__EXECUTION_API_TIMEOUT: "60",
      DAG_PROCESSOR__REFRESH_INTERVAL: "2",
      DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL: "600",
      // The client of Kubernetes alone is half a minute's work on a busy machine.
      CORE__DAGBAG_IMPORT_TIMEOUT: "300",
      DAG_PROCESSOR__DAG_FILE_PROCESSOR_TIMEOUT: "400",
      LOGGING__WORKER_LOG_SERVER_PORT: String(workerLogs),
      // What a killed scheduler has left is found soon; one that is taken for dead on a busy machine ends its own tasks.
      SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL: "15",
      SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD: "40",
      USAGE_DATA_COLLECTION__ENABLED: "False",
    };
    const env = Object.fromEntries(
      Object.entries(own).map(([name, value]) => [name.includes("__") ? `AIRFLOW__${name}` : name, value]),
    );
    const airflow = new Airflow(folder, bin, address, { ...env, ...more });
    await mkdir(airflow.dags, { recursive: true });
    return airflow;
  }

  /** Begins it, or begins it again, and waits until each of its parts is there: a task that cannot reach the API has spent an attempt. */
  async start(): Promise<void> {
    const migrated = await this.run("airflow", ["db", "migrate"]);
    assert.equal(migrated.code, 0, migrated.stderr);
    this.#begin("api-server");
    const token = await this.#until("/auth/token", (text) => text.includes("access_token"));
    this.#token = z.object({ access_token: z.string() }).parse(JSON.parse(token)).access_token;
    this.#begin("scheduler");
    this.#begin("dag-processor");
    await this.#until("/api/v2/monitor/health", (text) => text.split('"status":"healthy"').length > 3);
  }

  #begin(part: string): void {
    const child = spawn(join(this.#bin, "airflow"), [part], {
      detached: true,
      cwd: this.dags,
      env: { ...process.env, ...this.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#parts.push(child);
    const log = createWriteStream(this.#log, { flags: "a" });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
  }

  async #until(path: string, isMeant: (text: string) => boolean): Promise<string> {
    for (;;) {
      const ended = this.#parts.find(({ exitCode }) => exitCode !== null);
      if (ended !== undefined)
        assert.fail(`${ended.spawnargs.join(" ")} has ended:\n${await readFile(this.#log, "utf8")}`);
      const text = await fetch(`${this.address}${path}`).then(
        (answer) => answer.text(),
        () => "",
      );
      if (isMeant(text)) return text;
      await pause(300);
    }
  }

  /** Those of all its parts, and of what they have started. */
  get processes(): readonly number[] {
    const pids = this.#parts.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    return [...pids, ...pids.flatMap(processesBelow).map(({ pid }) => pid)];
  }

  /** Has so many days filled back, both ends included and two at once; gives their runs once they have ended. */
  async backfill(
    dag: string,
    [from, to]: readonly [string, string],
    count: number,
  ): Promise<readonly DagRun[]> {
    const { status, body } = await this.ask("POST", "/backfills", {
      ...{ dag_id: dag, from_date: `${from}T00:00:00Z`, to_date: `${to}T23:59:59Z` },
      ...{ max_active_runs: 2, run_backwards: false, dag_run_conf: {}, reprocess_behavior: "none" },
    });
    assert.equal(status, 200, JSON.stringify(body));
    const isMeant = ({ run_type: type, partition_key: key }: DagRun): boolean =>
      type === "backfill" && key !== null && key >= from && key <= to;
    return this.ended(dag, isMeant, count);
  }

  /** Ends all of it at once, as a lost machine does. */
  async kill(): Promise<void> {
    const parts = this.#parts.splice(0).filter(({ exitCode }) => exitCode === null);
    const exits = parts.map((part) => once(part, "exit"));
    const pids = parts.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    const below = pids.flatMap(processesBelow);
    for (const pid of pids) process.kill(-pid, "SIGKILL");
    for (const { pid } of below) if (isAlive(pid)) process.kill(pid, "SIGKILL");
    await Promise.all(exits);
  }

  /** Runs one of its programs to its end. */
  run(program: string, args: readonly string[]): Promise<Ended> {
    return runProgram(program, args, { cwd: this.dags, env: this.env });
  }

  /** Asks its API, again where its small database was locked. */
  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.address}/api/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status === 500) {
      await pause(300);
      return this.ask(method, path, body);
    }
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  /** Starts a run by hand; gives its id. */
  async trigger(dag: string, settings: Readonly<Record<string, unknown>>): Promise<string> {
    const { status, body } = await this.ask("POST", `/dags/${dag}/dagRuns`, {
      logical_date: null,
      ...settings,
    });
    assert.equal(status, 200, JSON.stringify(body));
    return RunSchema.parse(body).dag_run_id;
  }

  async runs(dag: string): Promise<readonly DagRun[]> {
    const { body } = await this.ask("GET", `/dags/${dag}/dagRuns?limit=100&order_by=run_after`);
    return z.object({ dag_runs: z.array(RunSchema) }).parse(body).dag_runs;
  }

  /** Waits until so many runs of this kind have ended, and gives them in their order. */
  async ended(dag: string, isMeant: (run: DagRun) => boolean, count = 1): Promise<readonly DagRun[]> {
    for (;;) {
      const runs = (await this.runs(dag)).filter(isMeant);
      const done = runs.filter(({ state }) => state === "success" || state === "failed");
      if (done.length >= count) return done;
      await pause(500);
    }
  }

  /** What a run has left as its result. */
  async result(dag: string, run: string): Promise<unknown> {
    const { body } = await this.ask("GET", `${taskPath(dag, run)}/xcomEntries/return_value?deserialize=true`);
    return z.object({ value: z.unknown() }).parse(body).value;
  }
}

const taskPath = (dag: string, run: string): string =>
  `/dags/${dag}/dagRuns/${encodeURIComponent(run)}/taskInstances/run`;
