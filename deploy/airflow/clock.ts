/** A schedule as Airflow's clock has it: which timetable, from when on, and how a run finds its unit. Pure. */
import { placeOf, unitAt } from "../../notebook/units/calendar.ts";
import { scheduledKind, type ScheduleUnit } from "../../notebook/units/due-unit.ts";
import type { Schedule } from "../../notebook/units/schedule.ts";
import { shownAt } from "../../notebook/units/zone.ts";
import { call, quoted, type Expression } from "../python-text.ts";

const previous = (unit: ScheduleUnit): boolean => unit.startsWith("previous");

/**
 * Whether each day has one tick, so that a partition of Airflow, which it counts in ticks, is a day. A tick at an hour that clocks leave
 * out in spring gives one day twice and another never.
 */
export function isPartitioned(schedule: Schedule): boolean {
  const [minute = "", hour = "", ...others] = schedule.cron.trim().split(/ +/);
  const isDaily = /^\d+$/.test(minute) && /^\d+$/.test(hour) && others.every((field) => field === "*");
  if (!isDaily || scheduledKind(schedule) !== "day") return false;
  return schedule.timezone === "UTC" || isShownOnceADay(Number(hour), Number(minute), schedule.timezone);
}

const dayMilliseconds = 86_400_000;
/** What the zones of today's rules are asked for: clocks change on the same weekdays again before it ends. */
const [firstYear, lastYear] = [2000, 2037];

function isShownOnceADay(hour: number, minute: number, timezone: string): boolean {
  const last = Date.UTC(lastYear, 11, 31);
  for (let week = Date.UTC(firstYear, 0, 1, hour, minute); week < last; week += 7 * dayMilliseconds) {
    const behind = week + 7 * dayMilliseconds;
    if (offsetAt(week, timezone) === offsetAt(behind, timezone)) continue;
    for (let clock = week; clock < behind; clock += dayMilliseconds) {
      const [before, after] = [clock - dayMilliseconds, clock + dayMilliseconds].map((moment) =>
        offsetAt(moment, timezone),
      );
      const isShown = (offset = 0): boolean => offsetAt(clock - offset, timezone) === offset;
      if (before !== after && isShown(before) === isShown(after)) return false;
    }
  }
  return true;
}

/** By how many milliseconds clocks there are ahead of UTC. */
function offsetAt(moment: number, timezone: string): number {
  return Date.parse(`${shownAt(moment, timezone)}Z`) - moment;
}

/** The timetable's name in `airflow.sdk`, and a call of it. `ZONE` is a constant of the file. */
export function timetable(schedule: Schedule): { readonly name: string; readonly value: Expression } {
  const name = isPartitioned(schedule) ? "CronPartitionTimetable" : "CronTriggerTimetable";
  const partition = isPartitioned(schedule)
    ? { run_offset: previous(schedule.unit) ? "-1" : "0", key_format: quoted("%Y-%m-%d") }
    : {};
  return {
    name,
    value: call(name, [quoted(schedule.cron.trim().replaceAll(/ +/g, " "))], {
      timezone: "ZONE",
      ...partition,
    }),
  };
}

/** The run of the first unit is due then or later, by the clocks of the zone; undefined where nobody has said which that is. */
export function startDate({ start, unit }: Schedule): Expression | undefined {
  if (start === undefined) return undefined;
  const kind = scheduledKind({ unit });
  const text = previous(unit) ? unitAt(kind, placeOf(kind, start) + 1) : start;
  const [year = 0, month = 1, day = 1, hour] = text.split(/[-T]/).map(Number);
  const clock = [year, month, day, ...(hour === undefined ? [] : [hour])].map(String);
  return call("datetime", clock, { tzinfo: "ZoneInfo(ZONE)" });
}

/** From `due`, the moment of a run by the clocks of the zone, to its unit. */
const units: Readonly<Record<ScheduleUnit, string>> = {
  "previous-day": "(due.date() - timedelta(days=1)).isoformat()",
  "same-day": "due.date().isoformat()",
  "previous-hour": '(due.replace(tzinfo=None) - timedelta(hours=1)).strftime("%Y-%m-%dT%H")',
  "same-hour": 'due.strftime("%Y-%m-%dT%H")',
  "previous-month": '(due.date().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")',
  "same-month": 'due.strftime("%Y-%m")',
};

/** What a run works on, in words that go on from "works on". */
export const offsets: Readonly<Record<ScheduleUnit, string>> = {
  "previous-day": "the day before",
  "same-day": "that day",
  "previous-hour": "the hour before",
  "same-hour": "that hour",
  "previous-month": "the month before",
  "same-month": "that month",
};

/** A Python function that is called as its units are; they go into this parameter. */
export function unitFunction(schedule: Schedule, parameter: string): string {
  const kind = scheduledKind(schedule);
  return `def ${kind}(params: Any, dag_run: Any) -> str:
    """Which ${kind} of the data: as asked by hand, else the run's partition, else by its time."""
    asked = params[${quoted(parameter)}] or dag_run.partition_key
    if asked:
        return asked
    due = (dag_run.logical_date or dag_run.run_after).astimezone(ZoneInfo(ZONE))
    return ${units[schedule.unit]}
`;
}
