/** What the tasks of all DAGs have in common, whatever their pipelines run on. */
import { scheduledKind } from "../../notebook/units/due-unit.ts";
import { quoted, type Expression } from "../python-text.ts";
import type { Deployment } from "../target.ts";

/** A task as a file has it. */
export interface TaskText {
  /** What Airflow's worker needs besides. */
  readonly provider: string;
  /** What else is to be said of it, as sentences. */
  readonly notes: readonly string[];
  /** Names by their modules; a module without names is imported itself. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** The class. `ASSET` is a constant of the file. */
  readonly operator: string;
  /** A call of it. `IMAGE` is a constant of the file. */
  readonly task: Expression;
}

/** To bring the image and to end; the front matter's own limit ends a run before that. */
const startSeconds = 615;

/** The template of a run's unit. */
export const unitTemplate = ({ schedule }: Pick<Deployment, "schedule">): string =>
  `{{ ${scheduledKind(schedule)}(params, dag_run) }}`;

/** By which a run is known from all others of its unit. */
export const runTemplate = "{{ dag.dag_id }}/{{ run_id }}";

/** How it is tried again, and when it is ended. */
export function taskSettings({
  retries,
  timeout,
  pool,
}: Pick<Deployment, "retries" | "timeout" | "pool">): Readonly<Record<string, Expression | undefined>> {
  return {
    retries: String(retries),
    retry_delay: "timedelta(seconds=10)",
    retry_exponential_backoff: "True",
    max_retry_delay: "timedelta(minutes=5)",
    execution_timeout: timeout === undefined ? undefined : `timedelta(seconds=${timeout + startSeconds})`,
    pool: pool === undefined ? undefined : quoted(pool),
    outlets: "[ASSET]",
  };
}
