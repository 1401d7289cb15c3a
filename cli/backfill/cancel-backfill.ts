import { engineOfJournal, stopEverything } from "../../app/backfill/backfill-engine.ts";
import { processText } from "../../app/backfill/holder-words.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import { exitCode } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { placeOf } from "./place-of.ts";

/** `pipenb backfill --cancel`: has the command that runs it stop, or stops what a killed one has left running. Gives the exit code. */
export async function cancelBackfill(
  { what, journal: store }: { readonly what: string; readonly journal: string | undefined },
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const place = await placeOf(what, store, env);
  const holder = await place.journal.stopHolder();
  if (holder !== undefined) {
    terminal.note(`${processText(holder).replace("p", "P")} stops its runs.`);
    return exitCode.ok;
  }
  const engine = await requireEngine({ env });
  const on = engineOfJournal(await place.journal.look(), { engine, place, env });
  const stopped = await stopEverything(on);
  terminal.note(stopped.length === 0 ? "Nothing runs." : `Stopped ${stopped.join(", ")}.`);
  return exitCode.ok;
}
