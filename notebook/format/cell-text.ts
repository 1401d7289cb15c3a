/** A cell's text as it stands in a file, and back: Markdown lines are comments there. */
import type { CellKind } from "../model.ts";
import { isMarker } from "./marker.ts";
import { CodeScanner } from "./scan-code.ts";

/** The text of a cell from the lines below its marker; the blank lines before the next marker are not part of it. */
export function fromLines(lines: readonly string[], kind: CellKind): string {
  let end = lines.length;
  while (end > 0 && (lines[end - 1] ?? "").trim() === "") end -= 1;
  const text = lines.slice(0, end);
  return (kind === "markdown" ? text.map(uncomment) : text).join("\n");
}

/** The lines of a text in a file. Never holds a line that would begin a cell. */
export function toLines(text: string, kind: CellKind): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/);
  return kind === "markdown" ? lines.map(comment) : hideMarkers(lines);
}

const uncomment = (line: string): string => line.replace(/^\/\/ ?/, "");

/** `%% x` becomes `//%% x`, which is no marker because the space is missing. */
const comment = (line: string): string => {
  if (line === "") return "//";
  return isMarker(`// ${line}`) ? `//${line}` : `// ${line}`;
};

/** A comment that looks like a marker gets one more space; inside a template literal it is no marker anyway. */
function hideMarkers(lines: readonly string[]): readonly string[] {
  const scanner = new CodeScanner();
  return lines.map((line, index) => {
    const plain = scanner.inside === undefined;
    scanner.line(line, index + 1);
    return plain && isMarker(line) ? line.replace("// %%", "//  %%") : line;
  });
}
