/** Runs batches as backfills of Airflow's own, one after the other, and what its clock never has as runs by hand. */
import { randomBytes } from "node:crypto";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { Schedule } from "../../notebook/units/schedule.ts";
import type { Batch, BatchEngine, BatchSight } from "../batch/batch-engine.ts";
import type { Run } from "../run-engine.ts";
import {
  markKey,
  type AirflowApi,
  type BackfillSeen,
  type RunQuery,
  type RunSeen,
  type TaskSeen,
} from "./airflow-api.ts";
import { AirflowError } from "./airflow-error.ts";
import { byUnit, isOver, runId, type Seen } from "./batch-runs.ts";
import { forgetBatch, keepBatch, keptBatch, keptBatches, type KeptBatch } from "./kept-batches.ts";
import { piecesOf } from "./pieces.ts";
import { firstTry, hasEnded, runSights } from "./run-sights.ts";

/** What is to be run, which must be what the DAG runs. */
export interface AirflowPipeline {
  readonly dag: string;
  /** As it was named on the command line. */
  readonly what: string;
  /** "sha256:…" */
  readonly image: string;
  /** The parameter that takes the unit, and the values of all others. */
  readonly parameter: string;
  readonly conf: ParameterValues;
}

export interface AirflowSettings {
  /** undefined where nothing is to be started. */
  readonly pipeline: AirflowPipeline | undefined;
  /** A folder of the journal's own. */
  readonly folder: string;
  /** What a DAG's file says of itself; undefined for one that pipenb has not written. */
  readonly readFile: (text: string) => { readonly image: string; readonly schedule: Schedule } | undefined;
  readonly now: () => Date;
}

interface Memory {
  askedAt: number;
  sight: BatchSight | undefined;
  /** By unit: its run, and the number of its first try. */
  readonly runs: Map<string, { readonly id: string; readonly first: number; readonly last: number }>;
  /** By run and try. */
  readonly codes: Map<string, number | undefined>;
}

/** Two for each hundred runs are asked at each look. */
const lookMilliseconds = (runs: number): number => 3_000 + 20 * runs;

export class AirflowBatches implements BatchEngine {
  readonly #api: AirflowApi;
  readonly #settings: AirflowSettings;
  readonly #memories = new Map<string, Memory>();

  constructor(api: AirflowApi, settings: AirflowSettings) {
    this.#api = api;
    this.#settings = settings;
  }

  async batches(): Promise<readonly Batch[]> {
    return (await keptBatches(this.#settings.folder)).map(({ batch }) => batch);
  }

  /** Only writes down what is to be started: a look starts it, also one of a command that comes later. */
  async submit(batch: Batch): Promise<void> {
    const { folder, pipeline, now } = this.#settings;
    if (pipeline === undefined || (await keptBatch(folder, batch.name)) !== undefined) return;
    const { dag, conf, parameter } = pipeline;
    const { clock, retries } = await this.#dag(pipeline);
    const units = batch.units.map(({ unit }) => unit);
    await keepBatch(folder, {
      ...{ batch, dag, clock, retries, parameter, conf },
      submitted: now().toISOString(),
      mark: `pipenb-${randomBytes(6).toString("hex")}`,
      pieces: piecesOf(units, clock, now()),
    });
  }

  isAway(error: unknown): boolean {
    return error instanceof AirflowError && error.code === "no-answer";
  }

  async look(batch: Batch): Promise<BatchSight> {
    const memory = this.#memoryOf(batch);
    const now = this.#settings.now().getTime();
    const isFresh = now - memory.askedAt < lookMilliseconds(batch.units.length);
    if (memory.sight !== undefined && isFresh) return memory.sight;
    const kept = await keptBatch(this.#settings.folder, batch.name);
    if (kept === undefined) return { sights: [], isOver: true };
    const seen = await this.#seen(kept);
    let trouble: string | undefined;
    if (kept.stopping === undefined) trouble = await this.#start(kept, seen);
    else await this.#end(kept, seen);
    memory.sight = { sights: await this.#sights(kept, seen, memory), isOver: isOver(kept, seen), trouble };
    memory.askedAt = this.#settings.now().getTime();
    return memory.sight;
  }

  async drain(batch: Batch): Promise<void> {
    await this.#stop(batch, "drain");
  }

  async stop(batch: Batch): Promise<void> {
    await this.#stop(batch, "stop");
  }

  /** With the result behind it, where the attempt has left one. */
  async log(batch: Batch, { unit, attempt }: Run): Promise<string | undefined> {
    const kept = await keptBatch(this.#settings.folder, batch.name);
    const own = batch.units.find((each) => each.unit === unit);
    if (kept === undefined || own === undefined) return undefined;
    const memory = this.#memoryOf(batch);
    if (!memory.runs.has(unit)) await this.look(batch);
    const run = memory.runs.get(unit);
    if (run === undefined) return undefined;
    const tried = run.first + attempt - own.attempt;
    const text = await this.#api.log(kept.dag, run.id, tried);
    const { contract, ...rest } = (tried === run.last && (await this.#api.result(kept.dag, run.id))) || {};
    const result = contract === undefined ? "" : `${JSON.stringify({ contract, ...rest })}\n`;
    return text === undefined ? undefined : `${text}${result}`;
  }

  /** What Airflow has of it is its history. */
  async forget(batch: Batch): Promise<void> {
    this.#memories.delete(batch.name);
    await forgetBatch(this.#settings.folder, batch.name);
  }

  /** Rejects where the DAG is not there, or not what is to be run. */
  async #dag({ dag, what, image }: AirflowPipeline): Promise<Pick<KeptBatch, "clock" | "retries">> {
    const { url } = this.#api;
    const found = await this.#api.dag(dag);
    if (found?.has_import_errors !== false) throw new AirflowError({ code: "no-dag", url, dag, what });
    const file = this.#settings.readFile((await this.#api.source(dag)) ?? "");
    const retries = await this.#api.retries(dag);
    if (file === undefined || retries === undefined) throw new AirflowError({ code: "not-ours", url, dag });
    if (file.image !== image) throw new AirflowError({ code: "other-image", dag, what, image: file.image });
    if (found.is_paused) throw new AirflowError({ code: "paused", dag });
    const { timetable_partitioned: isPartitioned, timetable_periodic: isPeriodic } = found;
    return { retries, clock: { schedule: file.schedule, isPartitioned, isPeriodic } };
  }

  async #seen({ dag, mark, pieces }: KeptBatch): Promise<Seen> {
    const backfills = new Map<number, BackfillSeen>();
    if (pieces.ranges.length > 0)
      for (const backfill of await this.#api.backfills(dag)) {
        const own = backfill.dag_run_conf?.[markKey] ?? "";
        if (own.startsWith(`${mark}-`)) backfills.set(Number(own.slice(mark.length + 1)), backfill);
      }
    const [since] = [...backfills.values()].map((each) => each.created_at).sort();
    const queries: RunQuery[] = [
      ...(since === undefined ? [] : [{ kind: "backfill", since } as const]),
      ...(pieces.others.length === 0 ? [] : [{ kind: "name", begin: `${mark}-` } as const]),
    ];
    const runs = new Map<string, RunSeen>();
    const tasks = new Map<string, TaskSeen>();
    for (const query of queries) {
      for (const run of await this.#api.runs(dag, query)) runs.set(run.dag_run_id, run);
      for (const task of await this.#api.tasks(dag, query)) tasks.set(task.dag_run_id, task);
    }
    return { backfills, runs, tasks };
  }

  /** Begins what there is room for; says why it cannot, where that is somebody else's. */
  async #start(kept: KeptBatch, seen: Seen): Promise<string | undefined> {
    const { dag, mark, batch, pieces, parameter, conf } = kept;
    const runs = byUnit(kept, seen.runs);
    let trouble: string | undefined;
    for (const [at, { units, from, to }] of pieces.ranges.entries()) {
      const backfill = seen.backfills.get(at);
      if (backfill === undefined) {
        const body = { dag_id: dag, from_date: from, to_date: to, max_active_runs: batch.parallel };
        const isTaken = await this.#api.startBackfill({
          ...body,
          dag_run_conf: { ...conf, [markKey]: `${mark}-${at}` },
        });
        if (!isTaken)
          trouble = `Another backfill of ${dag} is not over in Airflow: this one begins after it.`;
        break;
      }
      const left = units.filter((unit) => !runs.has(unit));
      const hasAllEnded = units.every((unit) => hasEnded(runs.get(unit) ?? { state: "" }));
      if (backfill.completed_at === null && !hasAllEnded) break;
      // Airflow itself looks for that twice a minute.
      if (backfill.completed_at === null) await this.#api.closeBackfill(backfill.id);
      if (left.length > 0)
        trouble = `Airflow has begun nothing for ${left.join(", ")}, which another run of ${dag} works on. Start the same command once that has ended.`;
    }
    const open = pieces.others.filter((unit) => !hasEnded(runs.get(unit) ?? { state: "success" }));
    const waiting = pieces.others.filter((unit) => !runs.has(unit));
    for (const unit of waiting.slice(0, Math.max(0, batch.parallel - open.length)))
      await this.#api.startRun(dag, runId(kept, unit), { ...conf, [parameter]: unit });
    return trouble;
  }

  async #end(kept: KeptBatch, { backfills, runs }: Seen): Promise<void> {
    for (const { id, completed_at: completed } of backfills.values())
      if (completed === null) await this.#api.closeBackfill(id);
    for (const run of byUnit(kept, runs).values()) {
      const isMeant = run.state === "queued" || (kept.stopping === "stop" && !hasEnded(run));
      if (isMeant) await this.#api.endRun(kept.dag, run.dag_run_id);
    }
  }

  async #stop({ name }: Batch, stopping: "drain" | "stop"): Promise<void> {
    const kept = await keptBatch(this.#settings.folder, name);
    if (kept === undefined) return;
    const told = { ...kept, stopping };
    await keepBatch(this.#settings.folder, told);
    this.#memories.delete(name);
    await this.#end(told, await this.#seen(told));
  }

  async #sights(kept: KeptBatch, { runs, tasks }: Seen, memory: Memory): Promise<BatchSight["sights"]> {
    const own = byUnit(kept, runs);
    const { dag, retries } = kept;
    const sights: BatchSight["sights"][number][] = [];
    for (const unit of kept.batch.units) {
      const run = own.get(unit.unit);
      if (run === undefined) continue;
      const task = tasks.get(run.dag_run_id);
      if (task !== undefined)
        memory.runs.set(unit.unit, {
          id: run.dag_run_id,
          first: firstTry(task, retries),
          last: task.try_number,
        });
      const code = task?.state === "failed" ? await this.#code(dag, task, memory) : undefined;
      sights.push(...runSights({ unit, run, task, retries, code, isStopped: kept.stopping === "stop" }));
    }
    return sights;
  }

  async #code(dag: string, { dag_run_id: run, try_number: tried }: TaskSeen, { codes }: Memory) {
    const key = `${run} ${tried}`;
    if (!codes.has(key)) codes.set(key, await this.#api.exitCode(dag, run));
    return codes.get(key);
  }

  #memoryOf({ name }: Batch): Memory {
    const memory = this.#memories.get(name) ?? {
      askedAt: 0,
      sight: undefined,
      runs: new Map(),
      codes: new Map(),
    };
    this.#memories.set(name, memory);
    return memory;
  }
}
