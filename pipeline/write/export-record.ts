/** The record that an export leaves in its folder: which files it wrote, by their digests. What differs from it is somebody's work. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const recordName = ".pipenb-export.json";

const RecordSchema = z.object({ pipenb: z.literal(1), files: z.record(z.string(), z.string()) });

/** Digests of files by their path below the folder. */
export type ExportRecord = Readonly<Record<string, string>>;

/** What a file holds, in short. */
export function digestOf(contents: string | Uint8Array): string {
  return createHash("sha256").update(contents).digest("hex");
}

/** What earlier exports wrote to the folder; nothing where there was none. */
export async function readRecord(folder: string): Promise<ExportRecord> {
  try {
    const read = RecordSchema.safeParse(JSON.parse(await readFile(join(folder, recordName), "utf8")));
    return read.data?.files ?? {};
  } catch {
    return {}; // none, or no longer one: then every file counts as somebody's
  }
}

/** The record's name and text, of the files that were written now and of those that earlier exports left. */
export function recordFile(
  earlier: ExportRecord,
  files: ReadonlyMap<string, string | Uint8Array>,
): readonly [string, string] {
  const now = [...files].map(([path, contents]) => [path, digestOf(contents)] as const);
  const all = Object.entries({ ...earlier, ...Object.fromEntries(now) }).sort(([a], [b]) => (a < b ? -1 : 1));
  const record = { pipenb: 1, files: Object.fromEntries(all) };
  return [recordName, `${JSON.stringify(record, undefined, 2)}\n`];
}
