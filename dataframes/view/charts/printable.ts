/** Text that may stand in an SVG file. Pure. */
import { oneLine } from "../../values/one-line.ts";

/** In one line, cut where it is long, without the characters that XML has no room for. */
export function printable(text: string, longest: number): string {
  return oneLine(text, longest)
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, "\ufffd");
}
