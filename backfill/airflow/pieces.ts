/** What of a list of units is a backfill of Airflow's own, and what is a run by hand. Pure. */
import { calendarKindOf, placeOf } from "../../notebook/units/calendar.ts";
import { scheduledKind, unitDueAt } from "../../notebook/units/due-unit.ts";
import { nextMoments, type Schedule } from "../../notebook/units/schedule.ts";

/** Runs of the clock one after the other, all of which are asked for. */
interface Range {
  readonly units: readonly string[];
  /** As Airflow takes them, both included. */
  readonly from: string;
  readonly to: string;
}

export interface Pieces {
  readonly ranges: readonly Range[];
  /** Units that the clock never has alone, or not yet. */
  readonly others: readonly string[];
}

export interface DagClock {
  readonly schedule: Schedule;
  /** A day is a partition of it. */
  readonly isPartitioned: boolean;
  /** It has a clock: without one it can have no backfills. */
  readonly isPeriodic: boolean;
}

export function piecesOf(
  units: readonly string[],
  { schedule, isPartitioned, isPeriodic }: DagClock,
  now: Date,
): Pieces {
  const kind = scheduledKind(schedule);
  const sound = isPeriodic ? units.filter((unit) => calendarKindOf(unit) === kind).sort() : [];
  const ranges = isPartitioned ? dayRanges(sound, now) : tickRanges(sound, schedule, now);
  const covered = new Set(ranges.flatMap((range) => range.units));
  return { ranges, others: units.filter((unit) => !covered.has(unit)) };
}

/** Each day that is over is a partition. Airflow reads these times by the clocks of the schedule's zone. */
function dayRanges(days: readonly string[], now: Date): readonly Range[] {
  const today = now.toISOString().slice(0, 10);
  const rows: string[][] = [];
  for (const day of days.filter((each) => each < today)) {
    const row = rows.at(-1);
    const before = row?.at(-1);
    if (row !== undefined && before !== undefined && placeOf("day", day) === placeOf("day", before) + 1)
      row.push(day);
    else rows.push([day]);
  }
  return rows.map((row) => ({
    units: row,
    from: `${row[0] ?? ""}T00:00:00Z`,
    to: `${row.at(-1) ?? ""}T23:59:59Z`,
  }));
}

interface Tick {
  readonly unit: string;
  readonly moment: Date;
}

function tickRanges(units: readonly string[], schedule: Schedule, now: Date): readonly Range[] {
  const all = ticks(units, schedule, now);
  const counts = new Map<string, number>();
  for (const { unit } of all) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const asked = new Set(units);
  const rows: Tick[][] = [];
  let row: Tick[] | undefined;
  for (const tick of all) {
    // A unit of two ticks would be run twice.
    if (!asked.has(tick.unit) || counts.get(tick.unit) !== 1) row = undefined;
    else if (row === undefined) rows.push((row = [tick]));
    else row.push(tick);
  }
  return rows.map((each) => ({
    units: each.map(({ unit }) => unit),
    from: (each[0]?.moment ?? now).toISOString(),
    to: lateEnd(each.at(-1)?.moment ?? now, schedule).toISOString(),
  }));
}

const hour = 3_600_000;

/** Where clocks change Airflow's own may come up to an hour after ours: at 03:30 what was to be at 02:30, or at the second 02:30. */
function lateEnd(last: Date, schedule: Schedule): Date {
  const [next] = nextMoments(schedule, 1, last);
  const latest = last.getTime() + hour;
  return new Date(Math.min(latest, next === undefined ? latest : next.getTime() - 1_000));
}

const atOnce = 500;
/** A zone is a day away from UTC at most. */
const twoDays = 2 * 86_400_000;

/** Those of the clock from the first of the units to the last, as far as they are over. */
function ticks(units: readonly string[], schedule: Schedule, now: Date): readonly Tick[] {
  const [first, last] = [units[0], units.at(-1)];
  if (first === undefined || last === undefined) return [];
  const found: Tick[] = [];
  let after = new Date(Date.parse(first.includes("T") ? `${first}:00Z` : first) - twoDays);
  for (;;) {
    const moments = nextMoments(schedule, atOnce, after);
    for (const moment of moments) {
      const unit = unitDueAt(schedule.unit, schedule.timezone, moment);
      if (moment >= now || unit > last) return found;
      if (unit >= first) found.push({ unit, moment });
    }
    const end = moments.at(-1);
    if (end === undefined) return found;
    after = end;
  }
}
