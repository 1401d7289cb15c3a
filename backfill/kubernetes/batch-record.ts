/** A batch as a ConfigMap: what its pods read their units from, and what a command that comes later knows it by. Pure. */
import * as z from "zod";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { Batch } from "../batch/batch-engine.ts";
import { runKey } from "../run-key.ts";
import type { Run } from "../run-engine.ts";

/** The files of the ConfigMap: one unit a line in the order of the index, and the rest as JSON. */
export interface RecordData {
  readonly units: string;
  readonly batch: string;
}

export function recordData(
  { version, units, parallel, retries, stopAfter }: Batch,
  { image, parameters }: { readonly image: string; readonly parameters: ParameterValues },
): RecordData {
  const attempts = attemptsText(units);
  return {
    units: units.map(({ unit }) => `${unit}\n`).join(""),
    batch: JSON.stringify({ version, image, parameters, attempts, parallel, retries, stopAfter }),
  };
}

const TextSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "no JSON" });
      return z.NEVER;
    }
  })
  .pipe(
    z.object({
      version: z.string(),
      image: z.string(),
      parameters: z.record(z.string(), z.unknown()),
      attempts: z.string().regex(/^\d+(,\d+)*$/),
      parallel: z.int().min(1),
      retries: z.int().min(0),
      stopAfter: z.int().min(1).optional(),
    }),
  );

const RecordSchema = z.object({ units: z.string(), batch: TextSchema });

/** undefined for a ConfigMap that is none of ours. */
export function readRecord(name: string, data: unknown): Batch | undefined {
  const read = RecordSchema.safeParse(data);
  if (!read.success) return undefined;
  const { version, image, parameters, attempts, parallel, retries, stopAfter } = read.data.batch;
  // SAFETY: only made a key of, as JSON, as the values were that were written.
  const values = parameters as ParameterValues;
  const numbers = attempts.split(",").map(Number);
  const units = read.data.units.split("\n").filter((unit) => unit !== "");
  return {
    name,
    version,
    parallel,
    retries,
    stopAfter,
    units: units.map((unit, index) => ({
      unit,
      key: runKey({ image, parameters: values }, unit),
      attempt: (numbers.length === 1 ? numbers[0] : numbers[index]) ?? 1,
    })),
  };
}

export type Attempt = Pick<Run, "unit" | "attempt">;

/** The numbers of the units' first attempts: one where all are the same, else one for each. */
export function attemptsText(units: readonly Attempt[]): string {
  const numbers = units.map(({ attempt }) => attempt);
  const isSame = numbers.every((number) => number === numbers[0]);
  return isSame ? String(numbers[0] ?? 1) : numbers.join(",");
}
