/** Which parameter of a pipeline is the unit of a backfill. */
import type { Parameter } from "../parameters/parameter.ts";
import { scheduledKind } from "./due-unit.ts";
import type { Schedule } from "./schedule.ts";
import type { UnitForm } from "./units.ts";

/** The parameter, and what is put into it. */
export interface UnitParameter extends UnitForm {
  readonly parameter: Parameter;
}

/**
 * A schedule says what its units are: days go into the first IsoDate, hours and months into the first string. Without one it is a day
 * where there is an IsoDate, else any text for the first parameter. undefined where no parameter can take one.
 */
export function unitParameter(
  parameters: readonly Parameter[],
  schedule: Pick<Schedule, "unit" | "timezone"> | undefined,
): UnitParameter | undefined {
  const first = (...kinds: readonly string[]): Parameter | undefined =>
    parameters.find(({ type }) => kinds.includes(type.kind));
  const date = first("date");
  if (schedule !== undefined) {
    const kind = scheduledKind(schedule);
    const parameter = kind === "day" ? (date ?? first("string")) : first("string");
    return parameter === undefined ? undefined : { parameter, kind, timezone: schedule.timezone };
  }
  if (date !== undefined) return { parameter: date, kind: "day", timezone: "UTC" };
  const [parameter] = parameters;
  return parameter === undefined || parameter.type.kind === "array" || parameter.type.kind === "boolean"
    ? undefined
    : { parameter, kind: "text", timezone: "UTC" };
}
