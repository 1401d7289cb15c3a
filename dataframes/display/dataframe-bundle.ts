/** A dataframe in all the forms a client may choose from. */
import type { Bundle } from "../../protocol/mime-bundle.ts";
import type { RegisterDataframe } from "../detect/dataframe-handle.ts";
import { type Dataframe, fewRows, mostRows, type NotYetRows } from "../detect/dataframe.ts";
import { findDataframe } from "../detect/find-dataframe.ts";
import { type TruncatedStream, truncateLong } from "../values/truncate.ts";
import { writeStream } from "../values/write-stream.ts";
import { htmlTable } from "./html-table.ts";
import { preview } from "./preview.ts";
import { textTable } from "./text-table.ts";

/** The rows of a frame that travel with the output: as many as are worth keeping with a notebook. */

/** Of the stream that travels. */
const mostBytes = 8 * 1024 * 1024;
/** Of the stream that is made, before long values are cut. */
const mostMade = 64 * 1024 * 1024;
/** Values that may be named as cut. */
const mostCut = 5_000;

/** Long values are cut, and rows left out, only where all of it would be too much. */
function inlineRows(frame: Dataframe): TruncatedStream {
  let rows = affordable(frame);
  const whole = frame.stream(rows);
  if (rows === mostRows && whole.length <= mostBytes) return { stream: whole, cut: [] };
  let sent = truncateLong(whole);
  while ((sent.stream.length > mostBytes || sent.cut.length > mostCut) && rows > fewRows) {
    rows = Math.max(fewRows, Math.floor(rows / 4));
    sent = truncateLong(frame.stream(rows));
  }
  return sent;
}

/** A look at a few rows tells whether a thousand of them can be made at all. */
function affordable(frame: Dataframe): number {
  const bytesPerRow = frame.rowBytes?.() ?? frame.stream(fewRows).length / fewRows;
  return Math.max(fewRows, Math.min(mostRows, Math.floor(mostMade / bytesPerRow)));
}

export { describeDataframe, dataframeColumns, dataframeSummary } from "./describe-dataframe.ts";

/** Undefined when the value is no dataframe, or one that does not behave like one. Never throws. */
export function dataframeBundle(value: object, hold: RegisterDataframe): Bundle | undefined {
  try {
    const found = findDataframe(value);
    if (found === undefined) return undefined;
    const id =
      found.library === undefined ? undefined : hold({ library: found.library, value }, valuesOf(found));
    return "text" in found ? onDemand(found.text, id) : inAllForms(found, id);
  } catch {
    // It only looked like one of a library we know; it shows as any other value.
    return undefined;
  }
}

/** What is not computed yet takes next to nothing. */
function valuesOf(found: Dataframe | NotYetRows): number {
  return "text" in found ? 0 : (found.rows ?? found.rowsSoFar ?? 0) * found.types.length;
}

/** Rows that nobody has computed yet: the grid asks for them when the reader does. */
function onDemand(text: string, id: string | undefined): Bundle {
  if (id === undefined) return { data: { "text/plain": text }, metadata: {} };
  return {
    data: { "application/vnd.apache.arrow.stream": base64(writeStream([])), "text/plain": text },
    metadata: { pipenb: { frame: { id, rows: null, columns: 0, shown: 0, note: text } } },
  };
}

function inAllForms(frame: Dataframe, id: string | undefined): Bundle {
  const { stream, cut } = inlineRows(frame);
  const seen = preview(frame, stream);
  const travels = stream.length <= mostBytes;
  return {
    data: {
      ...(travels ? { "application/vnd.apache.arrow.stream": base64(stream) } : {}),
      "text/html": htmlTable(seen),
      "text/plain": textTable(seen),
    },
    metadata: {
      pipenb: {
        frame: {
          ...(id === undefined ? {} : { id }),
          rows: seen.rows,
          columns: seen.width,
          shown: travels ? seen.shown : 0,
          ...(travels && cut.length > 0 ? { cut } : {}),
        },
      },
    },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
