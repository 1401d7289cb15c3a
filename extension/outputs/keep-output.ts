/** An output of the editor as it is kept: masked and not larger than is worth keeping. Pure. */
import type { KeptOutput } from "./cache-text.ts";
import { maskBytes } from "./mask-bytes.ts";

/** An output as the editor holds it. */
export interface ShownOutput {
  readonly items: readonly { readonly mime: string; readonly data: Uint8Array }[];
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

type Item = ShownOutput["items"][number];

const mostBytes = 2_000_000;
const mostText = 200_000;

const streams: readonly string[] = [
  "application/vnd.code.notebook.stdout",
  "application/vnd.code.notebook.stderr",
];

/** Text that is cut where it is too long; what else is too large is left out. */
const isText = (mime: string): boolean => mime === "text/plain" || streams.includes(mime);

export function keepOutput({ items, metadata }: ShownOutput, needles: readonly Buffer[]): KeptOutput {
  const masked = joined(items).map(({ mime, data }) => {
    // The offsets inside an Arrow stream must stay true.
    const keepLength = mime === "application/vnd.apache.arrow.stream";
    return { mime, data: maskBytes(data, needles, keepLength) };
  });
  const kept = masked.flatMap((item) => (isText(item.mime) ? [cut(item)] : fits(item) ? [item] : []));
  return {
    items: (kept.length > 0 ? kept : [note(masked)]).map(({ mime, data }) => ({
      mime,
      base64: Buffer.from(data).toString("base64"),
    })),
    metadata: maskedJson(metadata ?? {}, needles),
  };
}

/** A stream's text may lie in several items, with a secret across two of them. */
function joined(items: readonly Item[]): readonly Item[] {
  const out: Item[] = [];
  for (const item of items) {
    const last = out.at(-1);
    if (last !== undefined && last.mime === item.mime && streams.includes(item.mime))
      out[out.length - 1] = { mime: item.mime, data: Buffer.concat([last.data, item.data]) };
    else out.push(item);
  }
  return out;
}

function fits({ data }: Item): boolean {
  return data.length <= mostBytes;
}

function cut(item: Item): Item {
  if (item.data.length <= mostText) return item;
  const start = new TextDecoder().decode(item.data.subarray(0, mostText));
  const end = `\n… ${inMegabytes(item.data.length)} in all; the rest was not kept. Run the cell again to see it.\n`;
  return { mime: item.mime, data: Buffer.from(start + end) };
}

function note(items: readonly Item[]): Item {
  const size = items.reduce((sum, { data }) => sum + data.length, 0);
  const text = `An output of ${inMegabytes(size)} was not kept. Run the cell again to see it.`;
  return { mime: "text/plain", data: Buffer.from(text) };
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function maskedJson(
  metadata: Readonly<Record<string, unknown>>,
  needles: readonly Buffer[],
): Record<string, unknown> {
  const text = Buffer.from(maskBytes(Buffer.from(JSON.stringify(metadata)), needles, false)).toString();
  try {
    // SAFETY: what was an object is one still, if it is JSON at all.
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // A secret looked like a number or like JSON itself.
    return {};
  }
}
