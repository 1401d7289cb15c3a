import { basename, dirname, resolve } from "node:path";
import { journalPlace, type JournalOf, type JournalPlace } from "../../app/backfill/journal-place.ts";
import { isNotebook } from "../notebook/is-notebook.ts";

/** Where backfills of what was named on the command line keep their journal, by `--journal`. */
export function placeOf(
  what: string,
  store: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<JournalPlace> {
  return journalPlace({ ...namedBy(what), store, env });
}

/** The folder and the name of what was named on the command line. */
export function namedBy(what: string): Pick<JournalOf, "folder" | "name"> {
  const path = resolve(what);
  return isNotebook(what)
    ? { folder: dirname(path), name: basename(path) }
    : { folder: process.cwd(), name: what };
}
