/** The flow runs of a backfill, as a Prefect server knows them. Answers are parsed here. */
import * as z from "zod";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { prefectRetriesVariable } from "../../pipeline/result/run-settings.ts";
import { attemptLabel, runEnvironment, runLabels, unitLabel } from "../container-runs.ts";
import type { Run } from "../run-engine.ts";
import { runName } from "../run-key.ts";
import type { PrefectClient } from "./prefect-client.ts";
import { PrefectError } from "./prefect-error.ts";
import { isOver } from "./run-end.ts";

/** By which all of pipenb's are found. */
export const prefectTag = "pipenb";

/** A run that has it belongs to a journal, which does not know its end yet. */
const tagStart = "pipenb-backfill-";

const StateSchema = z.object({ type: z.string(), name: z.string(), message: z.string().nullish() });
const FlowRunSchema = z.object({
  id: z.string(),
  tags: z.array(z.string()),
  labels: z.record(z.string(), z.unknown()).default({}),
  state: StateSchema.nullable(),
});
export type SeenFlowRun = z.infer<typeof FlowRunSchema>;

const DeploymentSchema = z.object({
  id: z.string(),
  name: z.string(),
  job_variables: z
    .looseObject({ env: z.record(z.string(), z.unknown()).optional() })
    .nullish()
    .transform((variables) => variables ?? {}),
});
const LogSchema = z.object({ name: z.string(), message: z.string() });

/** A pipeline as Prefect knows it. */
interface FlowDeployment {
  /** What it is registered as, where it was given no other name. */
  readonly name: string;
  /** How a person names it: a notebook's path, or an image's name. */
  readonly what: string;
  /** The parameter that is the unit. */
  readonly parameter: string;
}

/** What all runs have in common. */
export interface FlowRunSettings {
  /** "sha256:…" */
  readonly image: string;
  /** All but the unit's own. */
  readonly parameters: ParameterValues;
  readonly deployment: FlowDeployment;
  readonly journalId: string;
}

export class FlowRuns {
  readonly #client: PrefectClient;
  readonly #settings: FlowRunSettings;
  #deployment: Promise<string> | undefined;

  constructor(client: PrefectClient, settings: FlowRunSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  /**
   * Creates the run, or finds the one of its key, whoever has created it. One whose end a journal has written down is history: the run
   * gets another key.
   */
  async create(run: Run): Promise<SeenFlowRun> {
    const { image, parameters, deployment, journalId } = this.#settings;
    this.#deployment ??= this.#findDeployment();
    const id = await this.#deployment.catch((error: unknown) => {
      this.#deployment = undefined;
      throw error;
    });
    const key = runName(run.key, run.attempt);
    for (let again = 0; ; again += 1) {
      const answer = await this.#client.ask(`POST /deployments/${id}/create_flow_run`, {
        name: run.attempt === 1 ? run.unit : `${run.unit} (${run.attempt})`,
        idempotency_key: again === 0 ? key : `${key}-${again}`,
        parameters: { ...parameters, [deployment.parameter]: run.unit },
        tags: [this.#tag],
        labels: runLabels(journalId, run),
        // The queue of the backfill is what tries again.
        job_variables: { env: { ...runEnvironment(image, run), [prefectRetriesVariable]: "0" } },
      });
      const seen = FlowRunSchema.parse(answer);
      if (!isOver(seen) || seen.tags.some((tag) => tag.startsWith(tagStart))) return seen;
    }
  }

  /** What is known of them by now, by their ids. */
  async look(ids: readonly string[]): Promise<ReadonlyMap<string, SeenFlowRun>> {
    const body = { flow_runs: { id: { any_: ids } }, sort: "ID_DESC" };
    const seen = await this.#client.all("POST /flow_runs/filter", body, FlowRunSchema);
    return new Map(seen.map((each) => [each.id, each]));
  }

  /** All of the journal whose end it does not know. */
  async ours(): Promise<readonly SeenFlowRun[]> {
    const tags = { all_: [this.#tag] };
    return this.#client.all(
      "POST /flow_runs/filter",
      { flow_runs: { tags }, sort: "ID_DESC" },
      FlowRunSchema,
    );
  }

  /** Its container ends itself once it hears of it; one that has none yet will get none. `isLost`: nobody waits for its container. */
  async cancel({ id, state }: SeenFlowRun, isLost = false): Promise<void> {
    const asks = state?.type === "RUNNING" && !isLost;
    const wanted = asks
      ? { type: "CANCELLING", name: "Cancelling" }
      : { type: "CANCELLED", name: "Cancelled" };
    const body = { state: { ...wanted, message: "Stopped by pipenb backfill." }, force: isLost };
    await this.#client.ask(`POST /flow_runs/${id}/set_state`, body);
  }

  /** It stays in Prefect, and is the journal's no more. */
  async release({ id, tags }: Pick<SeenFlowRun, "id" | "tags">): Promise<void> {
    const left = tags.filter((tag) => tag !== this.#tag);
    // One that somebody has deleted has none.
    await this.#client.find(`PATCH /flow_runs/${id}`, { tags: left });
  }

  /** What the pipeline has written, without what Prefect's worker says of it. */
  async log(id: string): Promise<string> {
    const body = { logs: { flow_run_id: { any_: [id] } }, sort: "TIMESTAMP_ASC" };
    const lines = await this.#client.all("POST /logs/filter", body, LogSchema);
    const own = lines.filter(({ name }) => name === "pipenb");
    return (own.length > 0 ? own : lines).map(({ message }) => `${message}\n`).join("");
  }

  /** Another journal may wait for the same run. */
  get #tag(): string {
    return `${tagStart}${this.#settings.journalId}`;
  }

  /** The one that runs this image; by its name only to say what is wrong. */
  async #findDeployment(): Promise<string> {
    const {
      image,
      deployment: { name, what },
    } = this.#settings;
    const filter = { deployments: { tags: { all_: [prefectTag] } }, sort: "NAME_ASC" };
    const all = await this.#client.all("POST /deployments/filter", filter, DeploymentSchema);
    const fitting = all.filter(({ job_variables: { env } }) => env?.["PIPENB_IMAGE_DIGEST"] === image);
    const found = fitting.find((each) => each.name === name) ?? fitting[0];
    if (found !== undefined) return found.id;
    const isOther = all.some((each) => each.name === name);
    throw new PrefectError({ code: isOther ? "other-image" : "no-deployment", name, what });
  }
}

/** Whose run it is. */
export function unitOf({ labels }: Pick<SeenFlowRun, "labels">): string {
  const unit = labels[unitLabel];
  return typeof unit === "string" ? unit : "";
}

/** As the journal counts. */
export const attemptOf = ({ labels }: Pick<SeenFlowRun, "labels">): number => Number(labels[attemptLabel]);
