import { lookIntoJournal } from "../../backfill/journal/journal-file.ts";
import { runKey, runName } from "../../backfill/run-key.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { keptLog, type JournalPlace } from "./journal-place.ts";

/** What an attempt has written, or how many attempts there were of a unit of which nothing was kept; none where it was never run. */
export type UnitLog =
  | { readonly kind: "log"; readonly text: string }
  | { readonly kind: "none"; readonly attempt: number; readonly attempts: number };

/** A node of a swarm that is away answers nothing. */
const logMilliseconds = 10_000;

/** The log of an attempt of a unit, the last one where undefined; of one that still runs as far as it is, asked of its engine. */
export async function unitLog(
  place: JournalPlace,
  { unit, attempt: asked }: { readonly unit: string; readonly attempt: number | undefined },
  connect: () => Promise<Engine>,
): Promise<UnitLog> {
  const { units, begin } = await lookIntoJournal(place.journal);
  const entry = units.get(unit);
  const attempts = entry?.attempt ?? 0;
  const attempt = asked ?? attempts;
  const kept = await keptLog(place, unit, attempt);
  if (kept !== undefined) return { kind: "log", text: kept };
  const isRunning = entry?.state === "running" && entry.attempt === attempt;
  if (isRunning && begin?.version === entry.version) {
    const engine = await connect();
    const name = runName(runKey(begin, unit), attempt);
    if (begin.on === "swarm")
      return {
        kind: "log",
        text: await engine.swarm.serviceLogs(name, AbortSignal.timeout(logMilliseconds)),
      };
    if ((await engine.container(name)) !== undefined) return { kind: "log", text: await engine.logs(name) };
  }
  return { kind: "none", attempt, attempts };
}
