/** Where in the cell that it names a finding is shown. Free of the editor's API. */
import type { Finding } from "../../pipeline/proof/findings.ts";

/** In a cell's text, 0-based; the end is not in it. */
export interface MarkedText {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** What the cell looked at, else the name of the file that differs, else its first line of code. */
export function placeFinding(text: string, { looked, differences }: Finding): MarkedText {
  const names = differences.map(({ path }) => path.split("/").at(-1) ?? path);
  const words = [...looked.map((what) => what.replace(/\(\)$/, "")), ...names];
  const lines = text.split(/\r\n|\n/);
  for (const word of words)
    for (const [line, content] of lines.entries()) {
      const from = content.indexOf(word);
      if (from >= 0) return { line, from, to: from + word.length };
    }
  const line = Math.max(
    0,
    lines.findIndex((content) => /^\s*(?!\/\/|\/\*|\*)\S/.test(content)),
  );
  const content = lines[line] ?? "";
  return { line, from: content.length - content.trimStart().length, to: content.trimEnd().length };
}
