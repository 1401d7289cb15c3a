/**
 * Just enough of TypeScript's lexical grammar to tell, at the start of a line, whether it stands inside a template literal or
 * a block comment. Fed line by line, so that whoever splits a file into cells stays in charge.
 */

/** What is open at a place: a template literal, the `${}` of one (with the braces open in it), or a block comment. */
type Open = "template" | "comment" | { braces: number };

/** After one of these a `/` begins a regular expression, not a division. */
const beforeRegex =
  /(?:^|[({[,;=:?!&|+\-*%^~<>]|\b(?:return|typeof|case|in|of|delete|void|do|else|instanceof|new|throw|await|yield))\s*$/;

export class CodeScanner {
  readonly #open: Open[] = [];
  /** 1-based number of the line on which the outermost open construct began. */
  openedOn = 0;

  /** What the next line starts inside of; undefined for plain code. */
  get inside(): "template" | "comment" | undefined {
    const top = this.#open.at(-1);
    if (this.#open.length === 0) return undefined;
    if (top === "comment") return "comment";
    // A line inside `${…}` is still inside the literal as a whole.
    return "template";
  }

  /** Goes over one line, without its line ending. */
  line(text: string, number: number): void {
    let at = 0;
    let codeFrom = 0;
    while (at < text.length) {
      const top = this.#open.at(-1);
      if (top === "comment") {
        const end = text.indexOf("*/", at);
        if (end < 0) return;
        this.#open.pop();
        at = end + 2;
        codeFrom = at;
      } else if (top === "template") {
        at = this.#template(text, at);
        codeFrom = at;
      } else {
        const next = this.#code(text, at, codeFrom, number);
        if (next < 0) return;
        at = next;
      }
    }
  }

  /** From inside a template literal to behind its end or its next `${`. */
  #template(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      const character = text[at];
      if (character === "\\") at += 1;
      else if (character === "`") {
        this.#open.pop();
        return at + 1;
      } else if (character === "$" && text[at + 1] === "{") {
        this.#open.push({ braces: 0 });
        return at + 2;
      }
    }
    return text.length;
  }

  /** One step in plain code; -1 when the rest of the line is a comment. */
  #code(text: string, at: number, codeFrom: number, number: number): number {
    const character = text[at];
    const top = this.#open.at(-1);
    switch (character) {
      case "`":
        this.#push("template", number);
        return at + 1;
      case "'":
      case '"':
        return endOfString(text, at, character);
      case "/":
        if (text[at + 1] === "/") return -1;
        if (text[at + 1] === "*") {
          this.#push("comment", number);
          return at + 2;
        }
        return beforeRegex.test(text.slice(codeFrom, at)) ? endOfRegex(text, at) : at + 1;
      case "{":
        if (typeof top === "object") top.braces += 1;
        return at + 1;
      case "}":
        if (typeof top !== "object") return at + 1;
        if (top.braces === 0) this.#open.pop();
        else top.braces -= 1;
        return at + 1;
      default:
        return at + 1;
    }
  }

  #push(open: "template" | "comment", number: number): void {
    if (this.#open.length === 0) this.openedOn = number;
    this.#open.push(open);
  }
}

/** Behind the closing quote; a string that is not closed ends with its line. */
function endOfString(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

/** Behind the closing slash; what is not closed on its line was a division after all. */
function endOfRegex(text: string, from: number): number {
  let inClass = false;
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "/" && !inClass) return at + 1;
  }
  return from + 1;
}
