/** Where the journal of a backfill lies, and the logs of its runs: in `.pipenb/` beside the notebook, or in the current folder for an image. */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { replaceFile } from "../../containers/files/replace-file.ts";

export interface JournalPlace {
  readonly journal: string;
  readonly logs: string;
  /** For what engines keep of lists of units that they carry out by themselves. */
  readonly batches: string;
  /** Tells this journal from all others. */
  readonly id: string;
}

/** `name` is the notebook's file name, or the image's. */
export function journalPlace(folder: string, name: string): JournalPlace {
  const base = join(folder, ".pipenb", fileName(name));
  const journal = `${base}.units.jsonl`;
  const id = createHash("sha256").update(`${hostname()}\n${journal}`).digest("hex").slice(0, 24);
  return { journal, logs: `${base}.logs`, batches: `${base}.batches`, id };
}

/** Makes the folder, which git ignores. */
export async function makePlace({ journal, logs }: JournalPlace): Promise<void> {
  await mkdir(logs, { recursive: true });
  await writeFile(join(dirname(journal), ".gitignore"), "*\n");
}

const logPath = ({ logs }: JournalPlace, unit: string, attempt: number): string =>
  join(logs, `${fileName(unit)}.${attempt}.log`);

/** Keeps what an attempt has written. */
export async function keepLog(
  place: JournalPlace,
  unit: string,
  attempt: number,
  text: string,
): Promise<void> {
  await replaceFile(logPath(place, unit, attempt), text);
}

/** What an attempt has written; undefined where nothing was kept. */
export async function keptLog(
  place: JournalPlace,
  unit: string,
  attempt: number,
): Promise<string | undefined> {
  return readFile(logPath(place, unit, attempt), "utf8").catch(() => undefined);
}

/** Any text as the name of a file; a long one by its beginning and a digest. */
function fileName(text: string): string {
  const name = encodeURIComponent(text).replaceAll("*", "%2A");
  if (name.length <= 120 && !/^\.*$/.test(name)) return name;
  return `${name.slice(0, 80)}-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}
