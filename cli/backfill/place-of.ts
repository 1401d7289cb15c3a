import { basename, dirname, resolve } from "node:path";
import { journalPlace, type JournalPlace } from "../../app/backfill/journal-place.ts";
import { isNotebook } from "../notebook/is-notebook.ts";

/** The journal of what was named on the command line. */
export function placeOf(what: string): JournalPlace {
  const path = resolve(what);
  return isNotebook(what) ? journalPlace(dirname(path), basename(path)) : journalPlace(process.cwd(), what);
}
