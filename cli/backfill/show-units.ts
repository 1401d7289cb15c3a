import { countStates } from "../../app/backfill/unit-signs.ts";
import { unitStates } from "../../app/backfill/unit-states.ts";
import { exitCode } from "../cli-error.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { placeOf } from "./place-of.ts";
import { calendarText } from "./calendar-text.ts";

export interface UnitsRequest {
  readonly what: string;
  /** The store of the journal, by `--journal`. */
  readonly journal: string | undefined;
}

/** `pipenb units`: what the journal says, seen from the last backfill; asks no engine. Gives the exit code. */
export async function showUnits(
  { what, journal: store }: UnitsRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const place = await placeOf(what, store, env);
  const journal = await place.journal.look();
  const { units: known, begin } = journal;
  if (begin === undefined) {
    terminal.note(`No backfill of ${what} has run here. Start one: pipenb backfill ${what} --units A..B`);
    return exitCode.ok;
  }
  const states = unitStates(journal);
  if (terminal.json) {
    const lines = states.map(([unit, state]) => {
      const { attempt, code, at } = known.get(unit) ?? {};
      return `${JSON.stringify({ unit, state, attempt, code, at })}\n`;
    });
    terminal.out(lines.join(""));
    return exitCode.ok;
  }
  terminal.out(calendarText(states));
  const open = states.filter(([, state]) => state !== "done");
  const rows = open.slice(0, mostRows).map(([unit, state]) => {
    const { attempt, code, at } = known.get(unit) ?? {};
    return [unit, state, String(attempt ?? ""), String(code ?? ""), at ?? ""];
  });
  if (rows.length > 0) terminal.out(table(["UNIT", "STATE", "ATTEMPT", "CODE", "SINCE"], rows));
  if (open.length > mostRows) terminal.out(`… and ${open.length - mostRows} more; --json has all.\n`);
  terminal.out(`${countStates(states.map(([, state]) => state))}\n`);
  return exitCode.ok;
}

const mostRows = 50;
