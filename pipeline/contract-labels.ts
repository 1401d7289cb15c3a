/** What an image says of itself in its labels, so that whatever runs it reads the image and not the project. */
import * as z from "zod";
import { durationSeconds } from "../notebook/duration-seconds.ts";
import type { FrontMatter } from "../notebook/front-matter.ts";
import { jsonSchema } from "../notebook/parameters/json-schema.ts";
import type { Parameter, ParameterType } from "../notebook/parameters/parameter.ts";
import { ScheduleSchema } from "../notebook/units/schedule-schema.ts";
import { isCron, type Schedule } from "../notebook/units/schedule.ts";
import { unitParameter, type UnitParameter } from "../notebook/units/unit-parameter.ts";
import { isZone } from "../notebook/units/zone.ts";

/** The label with the version of the contract. */
const contractLabel = "io.pipenb.contract";
const parametersLabel = "io.pipenb.parameters";
/** "day", "hour", "month", "text", or "none" for a pipeline that has nothing to be run over. */
const unitLabel = "io.pipenb.unit";
const scheduleLabel = "io.pipenb.schedule";
const retriesLabel = "io.pipenb.retries";
const timeoutLabel = "io.pipenb.timeout";

/** What a pipeline is asked with. */
export interface Contract {
  readonly parameters: readonly Parameter[];
  /** undefined where it cannot be run over units. */
  readonly unit: UnitParameter | undefined;
  readonly schedule: Schedule | undefined;
  /** undefined where the notebook says nothing. */
  readonly retries: number | undefined;
  /** How long a run may take, in seconds; undefined where there is no limit. */
  readonly timeout: number | undefined;
}

/** The contract of a notebook. */
export function contractOf(
  { schedule, retries, timeout }: Pick<FrontMatter, "schedule" | "retries" | "timeout">,
  parameters: readonly Parameter[],
): Contract {
  const seconds = timeout === undefined ? undefined : durationSeconds(timeout);
  return { parameters, unit: unitParameter(parameters, schedule), schedule, retries, timeout: seconds };
}

/** The labels; those of the same contract are the same. */
export function contractLabels(
  title: string,
  { parameters, unit, schedule, retries, timeout }: Contract,
): Readonly<Record<string, string>> {
  return {
    [contractLabel]: "1",
    [parametersLabel]: JSON.stringify(jsonSchema(title, parameters)),
    [unitLabel]: unit?.kind ?? "none",
    ...(schedule === undefined ? {} : { [scheduleLabel]: JSON.stringify(schedule) }),
    ...(retries === undefined ? {} : { [retriesLabel]: String(retries) }),
    ...(timeout === undefined ? {} : { [timeoutLabel]: String(timeout) }),
  };
}

/** What the labels of an image say; "none" where there is no contract, "newer" where it is of a later version. */
export type ReadContract =
  { readonly kind: "contract"; readonly contract: Contract } | { readonly kind: "none" | "newer" | "wrong" };

/** Reads the labels of an image back. */
export function readContract(labels: Readonly<Record<string, string>>): ReadContract {
  const version = labels[contractLabel];
  if (version === undefined) return { kind: "none" };
  if (version !== "1") return { kind: "newer" };
  const read = LabelsSchema.safeParse({
    parameters: labels[parametersLabel],
    schedule: labels[scheduleLabel],
    retries: labels[retriesLabel],
    timeout: labels[timeoutLabel],
  });
  if (!read.success) return { kind: "wrong" };
  const { parameters, schedule, retries, timeout } = read.data;
  return { kind: "contract", contract: { ...contractOf({ schedule, retries }, parameters), timeout } };
}

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "is no JSON" });
    return z.NEVER;
  }
});

const ElementSchema = z.union([
  z.object({ enum: z.array(z.union([z.string(), z.number()])) }),
  z.object({ type: z.literal("string"), format: z.literal("date") }),
  z.object({ type: z.literal("string"), minLength: z.literal(1) }),
  z.object({ type: z.enum(["string", "number", "boolean"]) }),
]);

type Element = z.infer<typeof ElementSchema>;

function elementType(schema: Element): ParameterType {
  if ("enum" in schema) return { kind: "choice", options: schema.enum };
  if ("format" in schema) return { kind: "date" };
  return "minLength" in schema ? { kind: "path" } : { kind: schema.type };
}

const TypeSchema = z.union([
  z
    .object({ type: z.literal("array"), items: ElementSchema })
    .transform(({ items }): ParameterType => ({ kind: "array", element: elementType(items) })),
  ElementSchema.transform(elementType),
]);

const ScalarSchema = z.union([z.string(), z.number(), z.boolean()]);

const AboutSchema = z.object({
  description: z.string().default(""),
  default: z.union([ScalarSchema, z.array(ScalarSchema)]).optional(),
});

const PropertySchema = z
  .looseObject({})
  .transform((property) => ({ about: property, type: property }))
  .pipe(z.object({ about: AboutSchema, type: TypeSchema }));

const ParametersSchema = z
  .object({ properties: z.record(z.string(), PropertySchema) })
  .transform(({ properties }): readonly Parameter[] =>
    Object.entries(properties).map(([name, { about, type }]) => ({
      name,
      type,
      default: about.default,
      doc: about.description,
    })),
  );

const LabelsSchema = z.object({
  parameters: json.pipe(ParametersSchema),
  schedule: json
    .pipe(
      ScheduleSchema.extend({
        cron: z.string().refine(isCron),
        timezone: z.string().refine(isZone),
      }),
    )
    .optional(),
  retries: z.coerce.number().int().min(0).optional(),
  timeout: z.coerce.number().int().positive().optional(),
});
