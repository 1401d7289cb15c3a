import { scheduledUnits } from "../../app/backfill/scheduled-units.ts";
import type { UnitParameter } from "../../notebook/units/unit-parameter.ts";
import { parseUnits, parseUnitsFile } from "../../notebook/units/units.ts";
import type { Contract } from "../../pipeline/contract-labels.ts";
import { CliError } from "../cli-error.ts";
import { readTextFile } from "../files/read-text-file.ts";

/** The units that were asked for; without any, all that the schedule has had up to now. Wrong ones end the command with 64. */
export async function wantedUnits(
  text: string | undefined,
  unit: UnitParameter,
  { schedule }: Contract,
): Promise<readonly string[]> {
  const parsed = text?.startsWith("@")
    ? parseUnitsFile(await readTextFile(text.slice(1), "Name a file with one unit in each line."), unit)
    : parseUnits(text ?? scheduled(schedule), unit);
  if (parsed.kind === "units") return parsed.units;
  throw new CliError("usage", parsed.problems.slice(0, 10).join("\n"));
}

function scheduled(schedule: Contract["schedule"]): string {
  const units = scheduledUnits(schedule, new Date());
  if (units !== undefined) return units;
  throw new CliError("usage", "It is not said which units are to be run.", {
    remedy: "Say it: --units 2022-01-01..2022-01-31; or write schedule.start into the front matter.",
  });
}
