import { runKey } from "../../backfill/run-key.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { keptLog, type JournalPlace } from "./journal-place.ts";

/** What an attempt has written, or how many attempts there were of a unit of which nothing was kept; none where it was never run. */
export type UnitLog =
  | { readonly kind: "log"; readonly text: string }
  | { readonly kind: "none"; readonly attempt: number; readonly attempts: number };

/** The log of an attempt of a unit, the last one where undefined; of one that still runs as far as it is, asked of its engine. */
export async function unitLog(
  place: JournalPlace,
  { unit, attempt: asked }: { readonly unit: string; readonly attempt: number | undefined },
  connect: () => Promise<Engine>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<UnitLog> {
  const journal = await place.journal.look();
  const { units, begin } = journal;
  const entry = units.get(unit);
  const attempts = entry?.attempt ?? 0;
  const attempt = asked ?? attempts;
  const kept = await keptLog(place, unit, attempt);
  if (kept !== undefined) return { kind: "log", text: kept };
  const isRunning = entry?.state === "running" && entry.attempt === attempt;
  if (isRunning && begin?.version === entry.version) {
    const { engineOfJournal, logOfRun } = await import("./backfill-engine.ts");
    const on = engineOfJournal(journal, { engine: await connect(), place, env });
    const text = await logOfRun(on, { unit, key: runKey(begin, unit), attempt });
    if (text !== undefined) return { kind: "log", text };
  }
  return { kind: "none", attempt, attempts };
}
