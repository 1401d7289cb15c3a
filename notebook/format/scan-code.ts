/**
 * Reads TypeScript just closely enough to tell where templates, comments, strings and regular
 * expressions begin and end, so that a marker line inside one of them is not taken for a new cell.
 */
import { isRegexAllowedAfter, regexEnd, stringEnd, wordEnd } from "./scan-token.ts";

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
  braces: number;
}

/** Scans code from `from` to the first of `markers` (sorted offsets) that stands in plain code, or to `limit`. */
export function scanCode(text: string, from: number, limit: number, markers: ReadonlySet<number>): CodeScan {
  return new CodeScanner(text, from, limit, markers).run();
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

  constructor(text: string, from: number, limit: number, markers: ReadonlySet<number>) {
    this.#text = text;
    this.#at = from;
    this.#limit = limit;
    this.#markers = markers;
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
      this.#regexAllowed = false;
    } else if (character === "$" && this.#text[this.#at + 1] === "{") {
      template.braces = 0;
      this.#at += 2;
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
      this.#templates.push({ offset: this.#at, braces: -1 });
      this.#at += 1;
    } else if (character === '"' || character === "'") {
      this.#at = stringEnd(this.#text, this.#at, this.#markers);
      this.#regexAllowed = false;
    } else this.#punctuation(character);
    return undefined;
  }

  #word(end: number): void {
    const word = this.#text.slice(this.#at, end);
    const isProperty = this.#text[this.#at - 1] === ".";
    this.#regexAllowed = !isProperty && isRegexAllowedAfter(word);
    this.#afterControlWord = !isProperty && /^(?:if|while|for|with)$/.test(word);
    this.#at = end;
  }

  #slash(): OpenConstruct | undefined {
    const next = this.#text[this.#at + 1];
    if (next === "/") {
      const lineEnd = /[\n\r\u2028\u2029]/g;
      lineEnd.lastIndex = this.#at;
      this.#at = lineEnd.exec(this.#text)?.index ?? this.#limit;
      return undefined;
    }
    if (next === "*") {
      const end = this.#text.indexOf("*/", this.#at + 2);
      if (end === -1 || end + 2 > this.#limit) return { kind: "comment", offset: this.#at };
      this.#at = end + 2;
      return undefined;
    }
    const end = this.#regexAllowed ? regexEnd(this.#text, this.#at) : undefined;
    this.#at = end ?? this.#at + 1;
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
    if (template === undefined) return;
    if (character === "{") template.braces += 1;
    if (character === "}") template.braces -= 1;
  }
}
