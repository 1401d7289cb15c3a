import { dueUnit, type Schedule } from "../../notebook/units/schedule.ts";

/** All units that a schedule has had up to now, as `A..B`; undefined where it does not say which was the first, or none was due yet. */
export function scheduledUnits(schedule: Schedule | undefined, now: Date): string | undefined {
  const due = schedule === undefined ? undefined : dueUnit(schedule, now);
  if (schedule?.start === undefined || due === undefined || due < schedule.start) return undefined;
  return `${schedule.start}..${due}`;
}
