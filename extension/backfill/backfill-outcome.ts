/** How a backfill has ended, in words. Free of the editor's API. */
import { countStates } from "../../app/backfill/unit-signs.ts";
import { textOf } from "../../app/failures/describe-failure.ts";
import { stateOf, type JournalState, type UnitState } from "../../backfill/journal/read-journal.ts";

export interface BackfillOutcome {
  /** Every unit is done. */
  readonly ok: boolean;
  readonly message: string;
  readonly states: ReadonlyMap<string, UnitState>;
}

/** `error` is what has gone wrong but for the runs themselves. */
export function backfillOutcome(
  title: string,
  {
    units,
    journal,
    version,
    error,
  }: {
    readonly units: readonly string[];
    readonly journal: JournalState;
    readonly version: string;
    readonly error: unknown;
  },
): BackfillOutcome {
  const states = new Map(units.map((unit) => [unit, stateOf(journal.units.get(unit), version)]));
  const ok = error === undefined && [...states.values()].every((state) => state === "done");
  const failed = units.filter((unit) => states.get(unit) === "failed");
  const named = failed
    .slice(0, 5)
    .map((unit) => `${unit} (exit code ${journal.units.get(unit)?.code ?? "unknown"})`);
  const more = failed.length > named.length ? `, and ${failed.length - named.length} more` : "";
  const sentences = [
    `Backfill of ${title}: ${countStates(states.values())}.`,
    ...(failed.length === 0 ? [] : [`Failed: ${named.join(", ")}${more}.`]),
    ...(error === undefined ? [] : [textOf(error)]),
  ];
  return { ok, message: sentences.join(" "), states };
}
