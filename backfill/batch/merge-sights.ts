/** From what an engine says of a batch to what the journal does not say yet. Pure. */
import type { UnitEntry } from "../journal/entry.ts";
import type { Sight } from "./batch-engine.ts";

/** How far a state is on an attempt's way: what is further back is no news. */
const order: Readonly<Record<UnitEntry["state"], number>> = {
  running: 0,
  lost: 1,
  retrying: 2,
  stopped: 3,
  failed: 3,
  done: 3,
};

const isNews = (known: UnitEntry | undefined, { attempt, state }: Sight): boolean =>
  known === undefined ||
  attempt > known.attempt ||
  (attempt === known.attempt &&
    // What was lost may be found again.
    (order[state] > order[known.state] || (known.state === "lost" && state === "running")));

/** The entries to be written, in order. `sights` has the attempts of a unit in order. */
export function mergeSights(
  known: ReadonlyMap<string, UnitEntry>,
  sights: readonly Sight[],
  { version, at }: { readonly version: string; readonly at: string },
): readonly UnitEntry[] {
  const news = new Map<string, UnitEntry>();
  return sights.flatMap((sight) => {
    if (!isNews(news.get(sight.unit) ?? known.get(sight.unit), sight)) return [];
    const { unit, state, attempt, code } = sight;
    const entry: UnitEntry = { at, unit, state, attempt, version, ...(code === undefined ? {} : { code }) };
    news.set(unit, entry);
    return [entry];
  });
}

/** Those that no batch has any more although the journal says that they run: nobody knows how they ended. */
export function lostUnits(known: ReadonlyMap<string, UnitEntry>, at: string): readonly UnitEntry[] {
  return [...known.values()]
    .filter(({ state }) => state === "running")
    .map(({ unit, attempt, version }) => ({ at, unit, state: "lost", attempt, version }));
}
