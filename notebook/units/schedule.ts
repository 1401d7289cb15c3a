/** When a pipeline runs by itself. */
import { Cron } from "croner";
import { unitDueAt, type ScheduleUnit } from "./due-unit.ts";

export interface Schedule {
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  readonly timezone: string;
  readonly unit: ScheduleUnit;
  /** The first unit there is data for. */
  readonly start?: string | undefined;
}

const value = "(?:\\d+|[a-zA-Z]{3})";
const part = `(?:\\*|${value}(?:-${value})?)(?:/\\d+)?`;
/** What every scheduler takes: no seconds, no L, W or #. */
const fiveFields = new RegExp(`^${part}(?:,${part})*(?: +${part}(?:,${part})*){4}$`);

/** Whether every scheduler would take it. */
export function isCron(text: string): boolean {
  if (!fiveFields.test(text.trim())) return false;
  try {
    new Cron(text.trim(), { mode: "5-part" });
    return true;
  } catch {
    return false;
  }
}

type Clock = Pick<Schedule, "cron" | "timezone">;

const cronOf = ({ cron, timezone }: Clock): Cron => new Cron(cron.trim(), { mode: "5-part", timezone });

/** The unit of the last run that was due; undefined before the first one. */
export function dueUnit(schedule: Schedule, now: Date): string | undefined {
  const [due] = cronOf(schedule).previousRuns(1, now);
  return due === undefined ? undefined : unitDueAt(schedule.unit, schedule.timezone, due);
}

/** The moments at which the next runs are due, so many or fewer; none where its day never comes. */
export function nextMoments(clock: Clock, count: number, now: Date): readonly Date[] {
  return cronOf(clock).nextRuns(count, now);
}
