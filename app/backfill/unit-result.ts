/** The result of a run among what it has written: runs of a backfill are asked for it on standard output, whatever runs them. Pure. */
import * as z from "zod";

const DatasetSchema = z.object({
  path: z.string(),
  bytes: z.number().optional(),
  rows: z.number().optional(),
  files: z.number().optional(),
});

/** What is shown of it; the rest is kept. */
const UnitResultSchema = z.looseObject({
  contract: z.literal(1),
  status: z.string(),
  outputs: z.array(DatasetSchema),
  error: z.object({ message: z.string(), cell: z.string().nullable() }).nullable(),
});
export type UnitResult = Readonly<z.infer<typeof UnitResultSchema>>;

/** The log without the line, and the line; undefined where there is none, as with a run that was killed. */
export function splitResult(text: string): { readonly log: string; readonly result: string | undefined } {
  // Something that a pipeline says on standard error may come after it.
  for (let end = text.length; end > 0;) {
    const start = end < 2 ? 0 : text.lastIndexOf("\n", end - 2) + 1;
    const line = text.slice(start, end).trimEnd();
    if (parseResult(line) !== undefined) return { log: text.slice(0, start) + text.slice(end), result: line };
    end = start;
    if (text.length - end > mostBehind) break;
  }
  return { log: text, result: undefined };
}

/** Characters behind it that are searched. */
const mostBehind = 65_536;

/** undefined for any other line. */
export function parseResult(line: string): UnitResult | undefined {
  if (!line.startsWith('{"contract":')) return undefined;
  try {
    return UnitResultSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
