import type { AddCommand } from "./command.ts";
import { journalOption } from "./journal-option.ts";

interface UnitsGiven {
  readonly json?: boolean;
  readonly journal?: string;
}

/** `pipenb units NOTEBOOK|IMAGE` */
export const addUnits: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("units")
    .summary("show which units are done")
    .description("Shows the journal of a backfill: which units are done, failed or missing.")
    .argument("<notebook-or-image>", "a .pipenb file, or an image's name")
    .addOption(journalOption())
    .option("--json", "one JSON object for each unit on stdout")
    .action(async (what: string, { json, journal }: UnitsGiven) => {
      terminal.json = json === true;
      const { showUnits } = await import("../backfill/show-units.ts");
      exitWith(await showUnits({ what, journal }, terminal, env));
    });
};
