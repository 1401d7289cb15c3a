import { keptResult, type JournalPlace } from "../../app/backfill/journal-place.ts";
import { unitLog } from "../../app/backfill/unit-log.ts";
import { CliError, exitCode } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { placeOf } from "./place-of.ts";

export interface LogRequest {
  readonly what: string;
  readonly unit: string;
  /** The store of the journal, by `--journal`. */
  readonly journal: string | undefined;
  /** The last one where undefined. */
  readonly attempt: number | undefined;
  /** Its result is wanted, not its log. */
  readonly result: boolean;
}

/** `pipenb logs`: what an attempt of a unit has written, also of one that still runs. Gives the exit code. */
export async function showLog(
  { what, journal, unit, attempt, result }: LogRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const place = await placeOf(what, journal, env);
  if (result) return showResult(what, { place, unit, attempt }, terminal);
  const log = await unitLog(
    place,
    { unit, attempt },
    async () => {
      const { requireEngine } = await import("../../containers/engine/connect.ts");
      return requireEngine({ env });
    },
    env,
  );
  if (log.kind === "log") {
    terminal.out(log.text);
    return exitCode.ok;
  }
  if (log.attempts === 0) throw neverRun(what, unit);
  throw new CliError("file", `Nothing was kept of attempt ${log.attempt} of ${unit}.`, {
    remedy: `The last one is attempt ${log.attempts}.`,
  });
}

async function showResult(
  what: string,
  { place, unit, attempt }: Pick<LogRequest, "unit" | "attempt"> & { readonly place: JournalPlace },
  terminal: Terminal,
): Promise<number> {
  const last = (await place.journal.look()).units.get(unit)?.attempt;
  if (last === undefined) throw neverRun(what, unit);
  const kept = await keptResult(place, unit, attempt ?? last);
  if (kept === undefined)
    throw new CliError("file", `No result was kept of attempt ${attempt ?? last} of ${unit}.`, {
      remedy: `A run that was killed tells none. Its log: pipenb logs ${what} ${unit}`,
    });
  terminal.out(kept);
  return exitCode.ok;
}

const neverRun = (what: string, unit: string): CliError =>
  new CliError("usage", `${unit} was never run.`, { remedy: `pipenb units ${what} lists all that were.` });
