import { engineOfJournal, stopEverything } from "../../app/backfill/backfill-engine.ts";
import { lookIntoJournal } from "../../backfill/journal/journal-file.ts";
import { stopHolder } from "../../backfill/journal/lock.ts";
import { isThere } from "../../containers/files/make-folder.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import { exitCode } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { placeOf } from "./place-of.ts";

/** `pipenb backfill --cancel`: has the command that runs it stop, or stops what a killed one has left running. Gives the exit code. */
export async function cancelBackfill(
  what: string,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const place = placeOf(what);
  const pid = (await isThere(place.journal)) ? await stopHolder(place.journal) : undefined;
  if (pid !== undefined) {
    terminal.note(`Process ${pid} stops its runs.`);
    return exitCode.ok;
  }
  const engine = await requireEngine({ env });
  const on = engineOfJournal(await lookIntoJournal(place.journal), { engine, place, env });
  const stopped = await stopEverything(on);
  terminal.note(stopped.length === 0 ? "Nothing runs." : `Stopped ${stopped.join(", ")}.`);
  return exitCode.ok;
}
