import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Position } from "../compile/position-map.ts";

const linesAround = 2;
const widest = 160;

/** The lines around a place of a cell, the place pointed at; `firstLine` is the number shown for the cell's first line. */
export function codeFrame(text: string, place: Position, firstLine: number): string {
  const lines = text.split("\n");
  const from = Math.max(1, place.line - linesAround);
  const to = Math.min(lines.length, place.line + linesAround);
  const width = String(to + firstLine - 1).length;
  const shown: string[] = [];
  for (let line = from; line <= to; line += 1) {
    const number = String(line + firstLine - 1).padStart(width);
    const source = (lines[line - 1] ?? "").slice(0, widest);
    shown.push(`${line === place.line ? ">" : " "} ${number} | ${source}`.trimEnd());
    if (line === place.line) {
      // Tabs stay tabs, so that the caret stands under the same column.
      const indent = source.slice(0, place.column - 1).replace(/[^\t]/g, " ");
      shown.push(`  ${" ".repeat(width)} | ${indent}^`);
    }
  }
  return shown.join("\n");
}

/** The place in a module beside the notebook that a readable stack begins with, and the lines around it; undefined for another stack. */
export function moduleFrame(stack: string, folder: string): string | undefined {
  const first = stack.split("\n").find((line) => /^\s*at /.test(line)) ?? "";
  const [place, path = "", line = "", column = ""] =
    /(?<=[\s(])\.\/([^\s()]+):(\d+):(\d+)(?=\)?$)/.exec(first) ?? [];
  if (place === undefined) return undefined;
  try {
    const text = readFileSync(join(folder, path), "utf8");
    return `${place}\n\n${codeFrame(text, { line: Number(line), column: Number(column) }, 1)}\n`;
  } catch {
    return undefined; // gone meanwhile
  }
}
