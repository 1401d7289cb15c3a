/** The words after `// %%`: bare, `key=value`, or with either side in quotes. */

/** What is wrong on a marker line, by its 1-based column. */
export interface MarkerProblem {
  readonly message: string;
  readonly remedy: string;
  readonly column: number;
}

/** One word of a marker line; a bare word has the value "". */
export interface Word {
  readonly key: string;
  readonly value: string;
  /** The key stood in quotes, so it is an attribute whatever it looks like. */
  readonly quoted: boolean;
  readonly column: number;
}

interface Part {
  readonly text: string;
  readonly quoted: boolean;
  readonly closed: boolean;
  readonly end: number;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Splits the rest of a marker line, from `start` on, into words. */
export function readWords(
  line: string,
  start: number,
): { words: readonly Word[]; problems: readonly MarkerProblem[] } {
  const words: Word[] = [];
  const problems: MarkerProblem[] = [];
  let at = skipBlanks(line, start);
  while (at < line.length) {
    const column = at + 1;
    const key = readPart(line, at, true);
    let value: Part | undefined;
    if (line[key.end] === "=") value = readPart(line, key.end + 1, false);
    if (!key.closed || value?.closed === false) problems.push(openQuote(column));
    words.push({ key: key.text, value: value?.text ?? "", quoted: key.quoted, column });
    at = skipBlanks(line, value?.end ?? key.end);
  }
  return { words, problems };
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (line[at] === " " || line[at] === "\t") at += 1;
  return at;
}

function readPart(line: string, from: number, isKey: boolean): Part {
  const quote = line[from];
  if (quote === '"' || quote === "'") return readQuoted(line, from, quote);
  // A word in brackets ends at its bracket, so that `[markdown]name=x` is two words.
  const pattern = isKey ? /\[[^\]\s]*\]|[^ \t=]*/y : /[^ \t]*/y;
  pattern.lastIndex = from;
  const text = pattern.exec(line)?.[0] ?? "";
  return { text, quoted: false, closed: true, end: from + text.length };
}

function readQuoted(line: string, from: number, quote: string): Part {
  let text = "";
  let at = from + 1;
  while (at < line.length && line[at] !== quote) {
    if (line[at] !== "\\") {
      text += line.charAt(at);
      at += 1;
      continue;
    }
    const code = /^u[0-9a-fA-F]{4}/.exec(line.slice(at + 1, at + 6))?.[0];
    const next = line[at + 1] ?? "";
    text += code === undefined ? (ESCAPES[next] ?? next) : codeUnit(code);
    at += code === undefined ? 2 : 6;
  }
  return { text, quoted: true, closed: at < line.length, end: Math.min(at + 1, line.length) };
}

function codeUnit(escape: string): string {
  return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
}

function openQuote(column: number): MarkerProblem {
  return {
    message: "A quote on this marker line is never closed; the rest of the line is read as its text.",
    remedy: "Close the quote.",
    column,
  };
}
