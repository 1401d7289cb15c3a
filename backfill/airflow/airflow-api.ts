/** What is asked of Airflow about a DAG, its backfills and its runs. Answers are parsed here. */
import * as z from "zod";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { AirflowError } from "./airflow-error.ts";
import { runLog } from "./run-log.ts";
import { AirflowServer, type Request } from "./airflow-server.ts";

/** The task of every DAG that pipenb writes, and what it tells when it has failed. */
const taskId = "run";
const exitCodeKey = "exit_code";
const resultKey = "return_value";

const DagSchema = z.object({
  is_paused: z.boolean(),
  has_import_errors: z.boolean(),
  timetable_periodic: z.boolean(),
  timetable_partitioned: z.boolean(),
});
export type DagSeen = z.infer<typeof DagSchema>;

/** In the settings of a run that a backfill has made. */
export const markKey = "pipenb_backfill";
const ConfSchema = z.object({ [markKey]: z.string().optional().catch(undefined) }).nullable();

const BackfillSchema = z.object({
  id: z.number(),
  created_at: z.string(),
  completed_at: z.string().nullable(),
  dag_run_conf: ConfSchema,
});
export type BackfillSeen = z.infer<typeof BackfillSchema>;

const RunSchema = z.object({
  dag_run_id: z.string(),
  state: z.string(),
  conf: ConfSchema,
  partition_key: z.string().nullable(),
  logical_date: z.string().nullable(),
});
export type RunSeen = z.infer<typeof RunSchema>;

const TaskSchema = z.object({
  dag_run_id: z.string(),
  state: z.string().nullable(),
  try_number: z.number(),
  max_tries: z.number(),
});
export type TaskSeen = z.infer<typeof TaskSchema>;

const LogSchema = z.object({
  content: z.array(z.union([z.string(), z.object({ event: z.string() }).transform(({ event }) => event)])),
});

/** Which runs are meant: those that backfills have made since a moment of Airflow's clock, or those of such names. */
export type RunQuery =
  { readonly kind: "backfill"; readonly since: string } | { readonly kind: "name"; readonly begin: string };

/** A backfill as Airflow takes it. */
export interface BackfillBody {
  readonly dag_id: string;
  readonly from_date: string;
  readonly to_date: string;
  readonly max_active_runs: number;
  readonly dag_run_conf: ParameterValues;
}

const pageSize = 100;

export class AirflowApi {
  readonly #server: AirflowServer;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#server = new AirflowServer(env);
  }

  get url(): string {
    return this.#server.url;
  }

  async dag(dag: string): Promise<DagSeen | undefined> {
    const found = await this.#server.find(`GET /dags/${part(dag)}`);
    return found === undefined ? undefined : DagSchema.parse(found);
  }

  /** The file that it was read from; undefined where that is not told. */
  async source(dag: string): Promise<string | undefined> {
    const found = await this.#server.find(`GET /dagSources/${part(dag)}`);
    return z.object({ content: z.string().nullable() }).safeParse(found).data?.content ?? undefined;
  }

  /** How often it tries a run again; undefined where it has no task of that name. */
  async retries(dag: string): Promise<number | undefined> {
    const found = await this.#server.find(`GET /dags/${part(dag)}/tasks/${taskId}`);
    return z.object({ retries: z.number() }).safeParse(found).data?.retries;
  }

  /** The newest first; there is one at a time, so that few were made of late. */
  async backfills(dag: string): Promise<readonly BackfillSeen[]> {
    return this.#all(`/backfills?dag_id=${part(dag)}&order_by=-id`, "backfills", BackfillSchema);
  }

  /** False where another one of the DAG is not over yet. */
  async startBackfill(body: BackfillBody): Promise<boolean> {
    // What is to be done again says the journal, and not what Airflow has of it.
    const rest = { run_backwards: false, reprocess_behavior: "completed" };
    return this.#taken("POST /backfills", { ...body, ...rest });
  }

  /** Lets no more of its runs begin, and the next backfill be made. */
  async closeBackfill(id: number): Promise<void> {
    await this.#taken(`PUT /backfills/${id}/cancel`);
  }

  /** One of this name that is there is this one. */
  async startRun(dag: string, dag_run_id: string, conf: ParameterValues): Promise<void> {
    await this.#taken(`POST /dags/${part(dag)}/dagRuns`, { dag_run_id, logical_date: null, conf });
  }

  /** Its container is stopped within seconds. */
  async endRun(dag: string, run: string): Promise<void> {
    await this.#server.ask(`PATCH /dags/${part(dag)}/dagRuns/${part(run)}`, { state: "failed" });
  }

  async runs(dag: string, query: RunQuery): Promise<readonly RunSeen[]> {
    const which =
      query.kind === "name"
        ? `run_id_prefix_pattern=${part(query.begin)}`
        : `run_type=backfill&updated_at_gte=${part(query.since)}`;
    return this.#all(`/dags/${part(dag)}/dagRuns?order_by=id&${which}`, "dag_runs", RunSchema);
  }

  /** The tasks of such runs. */
  async tasks(dag: string, query: RunQuery): Promise<readonly TaskSeen[]> {
    const which =
      query.kind === "name"
        ? `run_id_prefix_pattern=${part(query.begin)}`
        : `updated_at_gte=${part(query.since)}`;
    const path = `/dags/${part(dag)}/dagRuns/~/taskInstances?order_by=id&task_id=${taskId}&${which}` as const;
    return this.#all(path, "task_instances", TaskSchema);
  }

  /** With which the last try has ended; undefined where the file of the DAG does not tell it. */
  async exitCode(dag: string, run: string): Promise<number | undefined> {
    return z.number().safeParse(await this.#xcom(dag, run, exitCodeKey)).data;
  }

  /** What the last try has left as its result. */
  async result(dag: string, run: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    return z.record(z.string(), z.unknown()).safeParse(await this.#xcom(dag, run, resultKey)).data;
  }

  /** What a try has written; undefined where that is gone. */
  async log(dag: string, run: string, tried: number): Promise<string | undefined> {
    const found = await this.#server.find(`GET ${taskPath(dag, run)}/logs/${tried}?full_content=true`);
    const read = LogSchema.safeParse(found).data;
    return read === undefined ? undefined : runLog(read.content);
  }

  async #xcom(dag: string, run: string, key: string): Promise<unknown> {
    const found = await this.#server.find(`GET ${taskPath(dag, run)}/xcomEntries/${key}?deserialize=true`);
    return z.object({ value: z.unknown() }).safeParse(found).data?.value;
  }

  /** False where it is in the way of something that is there. */
  async #taken(request: Request, body?: object): Promise<boolean> {
    try {
      await this.#server.ask(request, body);
      return true;
    } catch (error) {
      if (error instanceof AirflowError && error.facts.code === "refused" && error.facts.status === 409)
        return false;
      throw error;
    }
  }

  async #all<T>(path: `/${string}`, field: string, schema: z.ZodType<T>): Promise<readonly T[]> {
    const PageSchema = z.object({ [field]: z.array(schema) });
    const all: T[] = [];
    for (;;) {
      const answer = await this.#server.ask(`GET ${path}&limit=${pageSize}&offset=${all.length}`);
      const page = PageSchema.parse(answer)[field] ?? [];
      all.push(...page);
      if (page.length < pageSize) return all;
    }
  }
}

const part = encodeURIComponent;

const taskPath = (dag: string, run: string): `/${string}` =>
  `/dags/${part(dag)}/dagRuns/${part(run)}/taskInstances/${taskId}`;
