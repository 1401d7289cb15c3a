/** What the runs of a script have left in their folder. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import type { Schedule } from "../../notebook/units/schedule.ts";
import type { ScheduledRun } from "../target.ts";

/** The newest first. One without an end runs, where the queue says that one does, or was cut off. */
export async function runsIn(
  folder: string,
  { unit, timezone }: Pick<Schedule, "unit" | "timezone">,
  isRunning: boolean,
): Promise<readonly ScheduledRun[]> {
  const names = await readdir(join(folder, "runs")).catch(() => []);
  const begun = names.flatMap((name) => /^(.*)\.begun$/.exec(name)?.[1] ?? []).sort();
  const runs = await Promise.all(
    begun.map(async (id): Promise<ScheduledRun | undefined> => {
      const due = momentOf(id);
      if (due === undefined) return undefined;
      const text = await readFile(join(folder, "runs", `${id}.code`), "utf8").catch(() => undefined);
      const state = text === undefined ? (isRunning ? "running" : "failed") : stateOf(text);
      return { id, due, unit: unitDueAt(unit, timezone, due), state };
    }),
  );
  return runs.filter((run) => run !== undefined).reverse();
}

const stateOf = (code: string): ScheduledRun["state"] => (code.trim() === "0" ? "done" : "failed");

/** `20220206T063000Z` */
function momentOf(stamp: string): Date | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? [];
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
