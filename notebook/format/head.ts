/** The block at the top of a file that holds the front matter: from a line `/* ---` to a line that ends it. */
import type { Line } from "./split.ts";

export interface Head {
  /** Index of the first line that does not belong to it. */
  readonly end: number;
  /** The YAML between its marks, lines joined with "\n"; undefined when the file has no such block. */
  readonly yaml: string | undefined;
  /** 1-based line of the file on which the YAML starts. */
  readonly yamlLine: number;
  /** True when the closing line is missing. */
  readonly unclosed: boolean;
}

const opening = /^\uFEFF?\/\* ---\s*$/;
const closing = /^--- \*\/\s*$/;

/** Blank lines, and a `#!` line, may stand above the block. */
export function findHead(lines: readonly Line[]): Head {
  let first = 0;
  if (/^\uFEFF?#!/.test(lines[0]?.text ?? "")) first = 1;
  while (first < lines.length && (lines[first]?.text ?? "").replace("\uFEFF", "").trim() === "") first += 1;
  if (!opening.test(lines[first]?.text ?? ""))
    return { end: 0, yaml: undefined, yamlLine: 1, unclosed: false };
  const length = lines.slice(first + 1).findIndex(({ text }) => closing.test(text));
  const unclosed = length < 0;
  const last = unclosed ? lines.length : first + 1 + length;
  const yaml = lines
    .slice(first + 1, last)
    .map(({ text }) => text)
    .join("\n");
  return { end: unclosed ? 0 : last + 1, yaml: unclosed ? undefined : yaml, yamlLine: first + 2, unclosed };
}
