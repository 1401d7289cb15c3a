/** What is asked of a Prefect server about deployments and their runs. Answers are parsed here. */
import * as z from "zod";
import type { PrefectClient } from "../../backfill/prefect/prefect-client.ts";
import { PrefectError } from "../../backfill/prefect/prefect-error.ts";
import type { DeploymentBody } from "./deployment-body.ts";

const IdSchema = z.object({ id: z.string() });
const PoolSchema = z.object({ name: z.string(), type: z.string() });

const DeploymentSchema = z.object({
  id: z.string(),
  name: z.string(),
  paused: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  schedules: z.array(z.object({ active: z.boolean() })).default([]),
  job_variables: z
    .looseObject({ image: z.string().optional(), labels: z.record(z.string(), z.string()).optional() })
    .default({}),
});
export type DeploymentSeen = z.infer<typeof DeploymentSchema>;

const RunSchema = z.object({
  id: z.string(),
  name: z.string(),
  deployment_id: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()).default({}),
  labels: z.record(z.string(), z.unknown()).default({}),
  expected_start_time: z.coerce.date(),
  state: z.object({ type: z.string(), name: z.string(), timestamp: z.coerce.date() }).nullable(),
});
export type RunSeen = z.infer<typeof RunSchema>;

export class PrefectApi {
  readonly #client: PrefectClient;

  constructor(client: PrefectClient) {
    this.#client = client;
  }

  /** Gives its id; one of this name stays as it is. */
  async flow(name: string): Promise<string> {
    return IdSchema.parse(await this.#client.ask("POST /flows/", { name })).id;
  }

  /** Makes the pool where it is missing. */
  async pool(name: string): Promise<void> {
    const path = `/work_pools/${encodeURIComponent(name)}` as const;
    const found = await this.#client.find(`GET ${path}`);
    // Its worker fills in the template.
    const pool =
      found ??
      (await this.#client
        .ask("POST /work_pools/", { name, type: "docker", base_job_template: {} })
        .catch(
          async (error: unknown) =>
            (await this.#client.find(`GET ${path}`)) ?? Promise.reject(error as Error),
        ));
    const { type } = PoolSchema.parse(pool);
    if (type !== "docker") throw new PrefectError({ code: "other-pool", pool: name, type });
  }

  /** In the place of the one of its name. */
  async register(flow_id: string, body: DeploymentBody): Promise<void> {
    await this.#client.ask("POST /deployments/", { ...body, flow_id });
  }

  async deployment(flow: string, name: string): Promise<DeploymentSeen | undefined> {
    const found = await this.#client.find(
      `GET /deployments/name/${encodeURIComponent(flow)}/${encodeURIComponent(name)}`,
    );
    return found === undefined ? undefined : DeploymentSchema.parse(found);
  }

  /** All with a tag. */
  async deployments(tag: string): Promise<readonly DeploymentSeen[]> {
    const deployments = { tags: { all_: [tag] } };
    return this.#client.all("POST /deployments/filter", { deployments, sort: "NAME_ASC" }, DeploymentSchema);
  }

  async remove(id: string): Promise<void> {
    await this.#client.find(`DELETE /deployments/${id}`);
  }

  /** The newest that were due before a moment. */
  async latestRuns(deployment: string, before: Date, limit: number): Promise<readonly RunSeen[]> {
    const answer = await this.#client.ask("POST /flow_runs/filter", {
      deployments: { id: { any_: [deployment] } },
      flow_runs: { expected_start_time: { before_: before.toISOString() } },
      sort: "EXPECTED_START_TIME_DESC",
      limit,
    });
    return z.array(RunSchema).parse(answer);
  }

  /** All in one of these states. */
  async runsIn(types: readonly string[], deployments: readonly string[]): Promise<readonly RunSeen[]> {
    if (deployments.length === 0) return [];
    const of = {
      deployments: { id: { any_: deployments } },
      flow_runs: { state: { type: { any_: types } } },
    };
    return this.#client.all("POST /flow_runs/filter", { ...of, sort: "ID_DESC" }, RunSchema);
  }

  /** Lets a worker take the run again, unless its state is another one by now; says whether it was let. */
  async schedule(run: RunSeen, message: string): Promise<boolean> {
    const [now] = await this.#runs([run.id]);
    if (
      now?.state?.type !== run.state?.type ||
      now?.state?.timestamp.getTime() !== run.state?.timestamp.getTime()
    )
      return false;
    const state_details = { scheduled_time: new Date().toISOString() };
    const state = { type: "SCHEDULED", name: "AwaitingRetry", message, state_details };
    await this.#client.ask(`POST /flow_runs/${run.id}/set_state`, { state, force: true });
    return true;
  }

  async #runs(ids: readonly string[]): Promise<readonly RunSeen[]> {
    const answer = await this.#client.ask("POST /flow_runs/filter", { flow_runs: { id: { any_: ids } } });
    return z.array(RunSchema).parse(answer);
  }
}
