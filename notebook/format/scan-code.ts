/**
 * Reads TypeScript just closely enough to tell where templates, comments, strings and regular
 * expressions begin and end, so that a marker line inside one of them is not taken for a new cell.
 */

/** Ends of the tokens of TypeScript that may hide quotes, backticks and slashes. */

const BEFORE_REGEX = new Set([
  ...["return", "typeof", "instanceof", "in", "of", "new", "delete", "void", "throw", "case", "do", "else"],
  ...["yield", "await", "default", "extends", "export"],
]);

/** Whether a `/` after this word starts a regular expression. */
function isRegexAllowedAfter(word: string): boolean {
  return BEFORE_REGEX.has(word);
}

/** The end of the name, keyword or number that starts here; `from` itself when none does. */
function wordEnd(text: string, from: number): number {
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
function stringEnd(text: string, from: number, markers: ReadonlySet<number>): number {
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
function regexEnd(text: string, from: number): number | undefined {
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

/** Where the scan of a cell's code ended. */
export interface CodeScan {
  /** Offset of the marker line that ends the code, or the limit. */
  readonly end: number;
  /** What was still open at the limit. */
  readonly open: OpenConstruct | undefined;
}

/** A template or comment that is not closed. */
interface OpenConstruct {
  readonly kind: "template" | "comment";
  readonly offset: number;
}

/** A template literal being read: `braces` counts within its `${…}`, and is -1 in its text. */
interface OpenTemplate {
  readonly offset: number;
  /** Start of the piece of text that is being read or was read last. */
  piece: number;
  braces: number;
}

/** A word is a name, keyword or number; a template is a piece of its text, from the backtick or brace before to the one behind. */
export type TokenKind = "word" | "string" | "template" | "punctuation" | "regex" | "comment";

type OnToken = (kind: TokenKind, from: number, to: number) => void;

/** Scans code from `from` to the first of `markers` (sorted offsets) that stands in plain code, or to `limit`. */
export function scanCode(text: string, from: number, limit: number, markers: ReadonlySet<number>): CodeScan {
  return new CodeScanner(text, from, limit, markers, () => undefined).run();
}

/** Tells each token of code, which need not be whole: what is not closed ends with the text, and a string with its line. */
export function scanTokens(text: string, onToken: OnToken): void {
  const { open } = new CodeScanner(text, 0, text.length, new Set(), onToken).run();
  if (open?.kind === "comment") onToken("comment", open.offset, text.length);
}

class CodeScanner {
  readonly #text: string;
  readonly #limit: number;
  readonly #markers: ReadonlySet<number>;
  #at: number;
  readonly #templates: OpenTemplate[] = [];
  /** For each open parenthesis: whether a regular expression may follow once it is closed, as after `if (…)`. */
  readonly #parentheses: boolean[] = [];
  /** Whether the last token lets a `/` start a regular expression; otherwise it divides. */
  #regexAllowed = true;
  #afterControlWord = false;
  readonly #onToken: OnToken;

  constructor(text: string, from: number, limit: number, markers: ReadonlySet<number>, onToken: OnToken) {
    this.#text = text;
    this.#at = from;
    this.#limit = limit;
    this.#markers = markers;
    this.#onToken = onToken;
  }

  run(): CodeScan {
    while (this.#at < this.#limit) {
      const template = this.#templates.at(-1);
      if (template?.braces === -1) {
        this.#templateText(template);
        continue;
      }
      if (template === undefined && this.#markers.has(this.#at)) return { end: this.#at, open: undefined };
      const comment = this.#token();
      if (comment !== undefined) return { end: this.#limit, open: comment };
    }
    const open = this.#templates[0];
    const last = this.#templates.at(-1);
    if (last?.braces === -1) this.#onToken("template", last.piece, this.#limit);
    return {
      end: this.#limit,
      open: open === undefined ? undefined : { kind: "template", offset: open.offset },
    };
  }

  #templateText(template: OpenTemplate): void {
    const character = this.#text[this.#at];
    if (character === "\\") this.#at += 2;
    else if (character === "`") {
      this.#templates.pop();
      this.#at += 1;
      this.#onToken("template", template.piece, this.#at);
      this.#regexAllowed = false;
    } else if (character === "$" && this.#text[this.#at + 1] === "{") {
      template.braces = 0;
      this.#at += 2;
      this.#onToken("template", template.piece, this.#at);
      this.#regexAllowed = true;
    } else this.#at += 1;
  }

  /** Steps over one token; gives the comment that is never closed, when it meets one. */
  #token(): OpenConstruct | undefined {
    const character = this.#text[this.#at] ?? "";
    const wordStop = wordEnd(this.#text, this.#at);
    if (wordStop > this.#at) this.#word(wordStop);
    else if (character === "/") return this.#slash();
    else if (character === "`") {
      this.#templates.push({ offset: this.#at, piece: this.#at, braces: -1 });
      this.#at += 1;
    } else if (character === '"' || character === "'") {
      const from = this.#at;
      this.#at = stringEnd(this.#text, from, this.#markers);
      this.#onToken("string", from, this.#at);
      this.#regexAllowed = false;
    } else this.#punctuation(character);
    return undefined;
  }

  #word(end: number): void {
    const word = this.#text.slice(this.#at, end);
    this.#onToken("word", this.#at, end);
    const isProperty = this.#text[this.#at - 1] === ".";
    this.#regexAllowed = !isProperty && isRegexAllowedAfter(word);
    this.#afterControlWord = !isProperty && /^(?:if|while|for|with)$/.test(word);
    this.#at = end;
  }

  #slash(): OpenConstruct | undefined {
    const from = this.#at;
    const next = this.#text[from + 1];
    if (next === "/") {
      const lineEnd = /[\n\r\u2028\u2029]/g;
      lineEnd.lastIndex = from;
      this.#at = lineEnd.exec(this.#text)?.index ?? this.#limit;
      this.#onToken("comment", from, this.#at);
      return undefined;
    }
    if (next === "*") {
      const end = this.#text.indexOf("*/", from + 2);
      if (end === -1 || end + 2 > this.#limit) return { kind: "comment", offset: from };
      this.#at = end + 2;
      this.#onToken("comment", from, this.#at);
      return undefined;
    }
    const end = this.#regexAllowed ? regexEnd(this.#text, from) : undefined;
    this.#at = end ?? from + 1;
    this.#onToken(end === undefined ? "punctuation" : "regex", from, this.#at);
    this.#regexAllowed = end === undefined;
    return undefined;
  }

  #punctuation(character: string): void {
    const template = this.#templates.at(-1);
    const previous = this.#text[this.#at - 1];
    this.#at += 1;
    if (/\s/.test(character)) return;
    if (character === "(") this.#parentheses.push(this.#afterControlWord);
    if (character === ")") this.#regexAllowed = this.#parentheses.pop() ?? false;
    else if (character === "]") this.#regexAllowed = false;
    else if ((character === "+" || character === "-") && previous === character) this.#regexAllowed = false;
    // `x!` is still a value; `!x` was never one.
    else if (character !== "!") this.#regexAllowed = true;
    this.#afterControlWord = false;
    if (template !== undefined) {
      if (character === "{") template.braces += 1;
      if (character === "}") template.braces -= 1;
      if (template.braces === -1) {
        template.piece = this.#at - 1;
        return;
      }
    }
    this.#onToken("punctuation", this.#at - 1, this.#at);
  }
}
