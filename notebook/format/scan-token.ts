/** Ends of the tokens of TypeScript that may hide quotes, backticks and slashes. */

const BEFORE_REGEX = new Set([
  ...["return", "typeof", "instanceof", "in", "of", "new", "delete", "void", "throw", "case", "do", "else"],
  ...["yield", "await", "default", "extends", "export"],
]);

/** Whether a `/` after this word starts a regular expression. */
export function isRegexAllowedAfter(word: string): boolean {
  return BEFORE_REGEX.has(word);
}

/** The end of the name, keyword or number that starts here; `from` itself when none does. */
export function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWordCode(text.charCodeAt(at))) at += 1;
  return at;
}

function isWordCode(code: number): boolean {
  if (code >= 0x61 && code <= 0x7a) return true;
  if (code >= 0x41 && code <= 0x5a) return true;
  if (code >= 0x30 && code <= 0x39) return true;
  if (code === 0x5f || code === 0x24 || code === 0x23) return true;
  return code > 0xa0 && code !== 0x2028 && code !== 0x2029 && code !== 0xfeff;
}

/**
 * The end of the quoted string that starts here. A string that is not closed ends with its line, and one that
 * a backslash continues on the next line ends before a marker line.
 */
export function stringEnd(text: string, from: number, markers: ReadonlySet<number>): number {
  const quote = text[from];
  let at = from + 1;
  while (at < text.length && !markers.has(at)) {
    const character = text[at];
    if (character === "\n" || character === "\r") return at;
    if (character === quote) return at + 1;
    if (character === "\\") at += text.startsWith("\r\n", at + 1) ? 3 : 2;
    else at += 1;
  }
  return at;
}

/** The end of the regular expression that starts here, flags included; undefined when it is not closed on its line. */
export function regexEnd(text: string, from: number): number | undefined {
  let inClass = false;
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at];
    if (isLineEnd(character)) return undefined;
    if (character === "\\") {
      if (isLineEnd(text[at + 1])) return undefined;
      at += 1;
    } else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "/" && !inClass) return wordEnd(text, at + 1);
  }
  return undefined;
}

function isLineEnd(character: string | undefined): boolean {
  return character === "\n" || character === "\r" || character === "\u2028" || character === "\u2029";
}
