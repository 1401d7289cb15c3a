/** What is said at the end of a backfill. */
import { countStates } from "../../app/backfill/unit-signs.ts";
import type { JournalStore } from "../../backfill/journal/journal-store.ts";
import { stateOf } from "../../backfill/journal/read-journal.ts";
import { versionId, type Version } from "../../backfill/run-key.ts";
import { CliError, exitCode } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { Progress } from "./progress.ts";
import { calendarText } from "./calendar-text.ts";

interface Outcome {
  readonly what: string;
  readonly units: readonly string[];
  readonly version: Version;
  /** What has gone wrong but for the runs themselves. */
  readonly error: unknown;
  readonly progress: Progress;
  readonly journal: JournalStore;
}

/** Shows the calendar and what has failed; gives the exit code. */
export async function summarize(
  { what, units, version, error, progress, journal }: Outcome,
  terminal: Terminal,
  stopped: number | undefined,
): Promise<number> {
  const { units: known } = await journal.look();
  const states = new Map(units.map((unit) => [unit, stateOf(known.get(unit), versionId(version))]));
  const counts = countStates(states.values());
  terminal.note(calendarText(states).trimEnd());
  for (const [unit, state] of [...states].filter(([, each]) => each === "failed").slice(0, 10)) {
    terminal.note(terminal.colors.red(`${unit} ${state}, exit code ${known.get(unit)?.code ?? "unknown"}`));
    const lines = progress.lastLinesOf(unit);
    if (lines !== undefined) terminal.note(lines);
    terminal.note(`    All of it: pipenb logs ${what} ${unit}`);
  }
  const isDone = [...states.values()].every((state) => state === "done");
  terminal.event({ type: "end", counts, done: isDone });
  terminal.note(isDone ? terminal.colors.green(counts) : terminal.colors.yellow(counts));
  if (error !== undefined) return unwritable(error);
  if (isDone) return exitCode.ok;
  return stopped ?? exitCode.failed;
}

/** A disk that takes nothing, in words; other errors have words of their own. */
export function unwritable(error: unknown): never {
  if (error instanceof Error && "syscall" in error)
    throw new CliError("file", `The journal could not be written: ${error.message}.`, {
      remedy:
        "Make room, and start the same command again: what has run is found, and what runs is waited for.",
      cause: error,
    });
  throw error;
}
