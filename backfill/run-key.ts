/** What tells one run from another: the image, the unit and the parameters. Equal keys mean equal results. */
import { createHash } from "node:crypto";
import type { ParameterValues } from "../notebook/parameters/parameter.ts";

/** What all units of a backfill have in common. */
export interface Version {
  /** "sha256:…" of the image. */
  readonly image: string;
  /** All but the unit's own. */
  readonly parameters: ParameterValues;
}

const digest = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");

const inOrder = (parameters: ParameterValues): readonly unknown[] =>
  Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));

/** The parameters as a run key holds them, for who makes keys without this program. */
export const parametersText = (parameters: ParameterValues): string => JSON.stringify(inOrder(parameters));

/** Short, for the lines of the journal. */
export function versionId({ image, parameters }: Version): string {
  return digest([image, inOrder(parameters)]).slice(0, 12);
}

/** 64 hexadecimal digits. */
export function runKey({ image, parameters }: Version, unit: string): string {
  return digest([image, unit, inOrder(parameters)]);
}

/** The name of an attempt's container, job or service: made exclusively, so that nobody runs the same twice at once. */
export function runName(key: string, attempt: number): string {
  return `${unitName(key)}-${attempt}`;
}

/** What the names of all attempts of a unit begin with. */
export function unitName(key: string): string {
  return `pipenb-${key.slice(0, 24)}`;
}
