/** A pipeline as Prefect's API takes it: a deployment of a pool of containers. Pure. */
import { containerLimits } from "./container-limits.ts";
import { prefectTag } from "../../backfill/prefect/flow-runs.ts";
import { jsonSchema } from "../../notebook/parameters/json-schema.ts";
import { prefectRetriesVariable } from "../../pipeline/result/run-settings.ts";
import { deploymentLabel, type Deployment } from "../target.ts";

export const sourceLabel = "io.pipenb.source";
export const byLabel = "io.pipenb.by";
export const scheduleLabel = "io.pipenb.schedule";
/** The parameter that is the unit. */
export const unitLabel = "io.pipenb.unit-parameter";

export interface Held {
  readonly paused: boolean;
  /** Whether the clock starts it. */
  readonly active: boolean;
}

/** All but the flow, whose id the server gives. */
export interface DeploymentBody extends Readonly<Record<string, unknown>> {
  readonly name: string;
}

/** `held` is what somebody has said to the one before. */
export function deploymentBody(
  deployment: Deployment,
  pool: string,
  { paused, active }: Held,
): DeploymentBody {
  const { name, source, title, text, by, schedule, image, reference, values, unit, retries } = deployment;
  const { cron, timezone } = schedule;
  return {
    name,
    work_pool_name: pool,
    tags: [prefectTag],
    version: image.replace("sha256:", "").slice(0, 12),
    description: `${text === "" ? title : text}\n\n${source}, deployed by ${by} with pipenb. A run without ${unit.parameter.name} is for the one that is due: ${schedule.unit}.`,
    // Prefect wants to know of the code; what runs is the image's own.
    entrypoint: "runner.mjs:pipeline",
    path: "/app/work",
    pull_steps: [],
    paused,
    schedules: [{ active, slug: "pipenb", schedule: { cron, timezone, day_or: true } }],
    parameters: values,
    parameter_openapi_schema: form(deployment),
    enforce_parameter_schema: true,
    job_variables: {
      image: reference ?? image,
      image_pull_policy: reference === undefined ? "Never" : "IfNotPresent",
      name: `${name}-{{ ctx.flow_run.id }}`,
      auto_remove: true,
      stream_output: false,
      env: { PIPENB_IMAGE_DIGEST: image, [prefectRetriesVariable]: String(retries) },
      labels: {
        [deploymentLabel]: name,
        [sourceLabel]: source,
        [byLabel]: by,
        [scheduleLabel]: JSON.stringify(schedule),
        [unitLabel]: unit.parameter.name,
      },
      ...containerLimits(deployment),
    },
  };
}

/** The same parameters as everywhere; a run need not say its unit. Prefect looks at patterns, and not at `format`. */
function form({ parameters, values, unit }: Deployment): object {
  const asked = parameters.filter(({ name }) => name in values || name === unit.parameter.name);
  const { properties, ...schema } = jsonSchema("Parameters", asked) as {
    readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const shown = Object.entries(properties).map(([name, property], position) => {
    const pattern = "format" in property ? { pattern: String.raw`^\d{4}-\d\d-\d\d$` } : {};
    // The unit has none: left out it is the one that is due.
    return [name, { title: name, position, ...property, ...pattern, default: values[name] }] as const;
  });
  return { ...schema, definitions: {}, required: [], properties: Object.fromEntries(shown) };
}
