import { InvalidArgumentError } from "commander";
import type { AddCommand } from "./command.ts";
import { journalOption } from "./journal-option.ts";

function attemptOf(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a number, 1 or more.");
}

interface LogsOptions {
  readonly attempt?: number;
  readonly result?: boolean;
  readonly journal?: string;
}

/** `pipenb logs NOTEBOOK|IMAGE UNIT` */
export const addLogs: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("logs")
    .summary("show what a unit of a backfill has written")
    .description("Shows what the run of a unit has written, also while it runs.")
    .argument("<notebook-or-image>", "a .pipenb file, or an image's name")
    .argument("<unit>", "such as 2022-01-05")
    .option("--attempt <number>", "the last one without it", attemptOf)
    .option("--result", "its result instead, as one JSON object")
    .addOption(journalOption())
    .action(async (what: string, unit: string, { attempt, result = false, journal }: LogsOptions) => {
      const { showLog } = await import("../backfill/show-log.ts");
      exitWith(await showLog({ what, journal, unit, attempt, result }, terminal, env));
    });
};
