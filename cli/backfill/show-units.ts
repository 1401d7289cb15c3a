import { countStates } from "../../app/backfill/unit-signs.ts";
import { unitStates } from "../../app/backfill/unit-states.ts";
import { lookIntoJournal } from "../../backfill/journal/journal-file.ts";
import { exitCode } from "../cli-error.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { placeOf } from "./place-of.ts";
import { calendarText } from "./calendar-text.ts";

/** `pipenb units`: what the journal says, seen from the last backfill; asks no engine. Gives the exit code. */
export async function showUnits(what: string, terminal: Terminal): Promise<number> {
  const journal = await lookIntoJournal(placeOf(what).journal);
  const { units: known, begin } = journal;
  if (begin === undefined) {
    terminal.note(`No backfill of ${what} has run here. Start one: pipenb backfill ${what} --units A..B`);
    return exitCode.ok;
  }
  const states = unitStates(journal);
  const units = [...states.keys()];
  if (terminal.json) {
    const lines = units.map((unit) => {
      const { attempt, code, at } = known.get(unit) ?? {};
      return `${JSON.stringify({ unit, state: states.get(unit), attempt, code, at })}\n`;
    });
    terminal.out(lines.join(""));
    return exitCode.ok;
  }
  terminal.out(calendarText(states));
  const open = units.filter((unit) => states.get(unit) !== "done");
  const rows = open.slice(0, mostRows).map((unit) => {
    const { attempt, code, at } = known.get(unit) ?? {};
    return [unit, states.get(unit) ?? "", String(attempt ?? ""), String(code ?? ""), at ?? ""];
  });
  if (rows.length > 0) terminal.out(table(["UNIT", "STATE", "ATTEMPT", "CODE", "SINCE"], rows));
  if (open.length > mostRows) terminal.out(`… and ${open.length - mostRows} more; --json has all.\n`);
  terminal.out(`${countStates(states.values())}\n`);
  return exitCode.ok;
}

const mostRows = 50;
