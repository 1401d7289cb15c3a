/** The executed notebook that `pipenb run --out` writes. It carries a digest of itself, by which a later run knows its own work from what somebody has changed. */
import { createHash } from "node:crypto";
import * as z from "zod";
import { toIpynb, type CellResult } from "../../notebook/ipynb/to-ipynb.ts";
import type { Notebook } from "../../notebook/model.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";

const ExecutedSchema = z.looseObject({
  metadata: z.looseObject({ pipenb: z.looseObject({ digest: z.string().optional() }) }),
});

/** Keys in the order they are written in. */
const ObjectSchema = z.record(z.string(), z.unknown());

/** The text of the file. */
export function executedNotebook(notebook: Notebook, results: ReadonlyMap<number, CellResult>): string {
  const json = ObjectSchema.parse(JSON.parse(toIpynb(notebook, results)));
  return `${JSON.stringify(withDigest(json, digestOf(json)), null, 1)}\n`;
}

/** Whether the text is an executed notebook as it was written. */
export function isExecutedNotebook(text: string): boolean {
  const read = ExecutedSchema.safeParse(parsedJson(text));
  return read.success && read.data.metadata.pipenb.digest === digestOf(read.data);
}

function digestOf(json: Readonly<Record<string, unknown>>): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(withDigest(json, undefined))))
    .digest("hex");
}

function withDigest(json: Readonly<Record<string, unknown>>, digest: string | undefined): object {
  const metadata = ObjectSchema.parse(json["metadata"]);
  return {
    ...json,
    metadata: { ...metadata, pipenb: { ...ObjectSchema.parse(metadata["pipenb"]), digest } },
  };
}

/** With the keys in one order: programs that read and write JSON keep none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
