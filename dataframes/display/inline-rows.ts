/** The rows of a frame that travel with the output: as many as are worth keeping with a notebook. */
import { truncateLong } from "../values/truncate.ts";
import type { TruncatedStream } from "../values/truncate.ts";
import type { Dataframe } from "../detect/dataframe.ts";
import { fewRows, mostRows } from "../detect/dataframe.ts";

/** Of the stream that travels. */
export const mostBytes = 8 * 1024 * 1024;
/** Of the stream that is made, before long values are cut. */
const mostMade = 64 * 1024 * 1024;
/** Values that may be named as cut. */
const mostCut = 5_000;

/** Long values are cut, and rows left out, only where all of it would be too much. */
export function inlineRows(frame: Dataframe): TruncatedStream {
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
