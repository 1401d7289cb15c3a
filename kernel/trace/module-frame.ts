import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codeFrame } from "./code-frame.ts";

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
