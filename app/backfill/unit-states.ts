import { stateOf, type JournalState, type UnitState } from "../../backfill/journal/read-journal.ts";

/** What each unit is, seen from the last backfill: its units first, as they were asked for, then those of earlier ones. Empty without any. */
export function unitStates({ begin, asked, units }: JournalState): ReadonlyMap<string, UnitState> {
  if (begin === undefined) return new Map();
  const { version } = begin;
  return new Map([...asked, ...units.keys()].map((unit) => [unit, stateOf(units.get(unit), version)]));
}
