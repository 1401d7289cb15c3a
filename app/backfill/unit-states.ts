import { calendarKindOf } from "../../notebook/units/calendar.ts";
import { briefly } from "../../backfill/journal/unit-entries.ts";
import { stateOf, type JournalState, type UnitState } from "../../backfill/journal/read-journal.ts";

/** A unit, and what it is. */
export type StateOfUnit = readonly [unit: string, state: UnitState];

/**
 * What each unit is, seen from the last backfill: days, hours and months in their order, other units as they were asked for first. Empty
 * without a backfill.
 */
export function unitStates({ begin, asked, units }: JournalState): readonly StateOfUnit[] {
  if (begin === undefined) return [];
  const { version } = begin;
  let known = 0;
  const states = asked.map((unit): StateOfUnit => {
    const entry = briefly(units, unit);
    if (entry !== undefined) known += 1;
    return [unit, stateOf(entry, version)];
  });
  if (known < units.size) {
    const all = new Set(asked);
    for (const unit of units.keys())
      if (!all.has(unit)) states.push([unit, stateOf(briefly(units, unit), version)]);
  }
  return inOrder(states);
}

/** Most are in their order already, and there may be many. */
function inOrder(states: readonly StateOfUnit[]): readonly StateOfUnit[] {
  const isInOrder = states.every(([unit], index) => index === 0 || (states[index - 1]?.[0] ?? "") < unit);
  if (isInOrder || states.some(([unit]) => calendarKindOf(unit) === undefined)) return states;
  return states.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
