/**
 * A line of a cell that looks like a marker is written with a backslash, `// \%%`, and read back without.
 * In code that is still a comment, and inside a template literal `\%` means `%`: the file keeps its meaning for TypeScript.
 */
import { isMarkerLine } from "./marker.ts";

/** Whatever stands between `//` and the backslash: files written when more than one space made a marker read as they did. */
const ESCAPED = /^(\/\/[ \t]*)\\(\\*%%(?=[ \t[]|$))/;

/** Takes the one backslash off that writing put there. */
export function unescapeLine(line: string): string {
  return line.replace(ESCAPED, "$1$2");
}

/** Escapes a line that reading would unescape, and a line that looks like a marker where `markers` is set. */
export function escapeLine(line: string, markers: boolean): string {
  if (!ESCAPED.test(line) && !(markers && isMarkerLine(line))) return line;
  return line.replace(/^(\/\/[ \t]*)/, "$1\\");
}
