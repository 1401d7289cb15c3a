import { keptLog } from "../../app/backfill/journal-place.ts";
import { lookIntoJournal } from "../../backfill/journal/journal-file.ts";
import { runKey, runName } from "../../backfill/run-key.ts";
import { CliError, exitCode } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { placeOf } from "./place-of.ts";

export interface LogRequest {
  readonly what: string;
  readonly unit: string;
  /** The last one where undefined. */
  readonly attempt: number | undefined;
}

/** `pipenb logs`: what an attempt of a unit has written, also of one that still runs. Gives the exit code. */
export async function showLog(
  { what, unit, attempt: asked }: LogRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const place = placeOf(what);
  const { units, begin } = await lookIntoJournal(place.journal);
  const entry = units.get(unit);
  if (entry === undefined)
    throw new CliError("usage", `${unit} was never run.`, {
      remedy: `pipenb units ${what} lists all that were.`,
    });
  const attempt = asked ?? entry.attempt;
  const kept = await keptLog(place, unit, attempt);
  if (kept !== undefined) {
    terminal.out(kept);
    return exitCode.ok;
  }
  if (begin !== undefined && begin.version === entry.version && entry.state === "running") {
    const { requireEngine } = await import("../../containers/engine/connect.ts");
    const engine = await requireEngine({ env });
    const name = runName(runKey(begin, unit), attempt);
    if ((await engine.container(name)) !== undefined) {
      terminal.out(await engine.logs(name));
      return exitCode.ok;
    }
  }
  throw new CliError("file", `Nothing was kept of attempt ${attempt} of ${unit}.`, {
    remedy: `The last one is attempt ${entry.attempt}.`,
  });
}
