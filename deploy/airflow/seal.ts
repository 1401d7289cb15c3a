/** The last line of a DAG's file: whose it is, and by a hash whether somebody has changed the file since. Pure. */
import { createHash } from "node:crypto";
import * as z from "zod";
import { parsedJson } from "../../notebook/parsed-json.ts";
import { ScheduleSchema } from "../../notebook/units/schedule-schema.ts";
import type { Deployment } from "../target.ts";

const SealSchema = z.object({
  name: z.string(),
  source: z.string(),
  by: z.string(),
  image: z.string(),
  schedule: ScheduleSchema,
  sha256: z.string(),
});

/** What a file says of itself. */
export interface Seal extends Omit<z.infer<typeof SealSchema>, "sha256"> {
  /** Nobody has changed it. */
  readonly isIntact: boolean;
}

const mark = "\n# pipenb: ";

export function sealed(text: string, { name, source, by, image, schedule }: Deployment): string {
  return `${text}${mark}${JSON.stringify({ name, source, by, image, schedule, sha256: hashOf(text) })}\n`;
}

/** undefined for a file that pipenb has not written. */
export function readSeal(file: string): Seal | undefined {
  const at = file.lastIndexOf(mark);
  if (at < 0) return undefined;
  const [line = "", ...rest] = file.slice(at + mark.length).split("\n");
  const read = SealSchema.safeParse(parsedJson(line)).data;
  if (read === undefined) return undefined;
  const { sha256, ...seal } = read;
  return { ...seal, isIntact: rest.join("") === "" && sha256 === hashOf(file.slice(0, at)) };
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
