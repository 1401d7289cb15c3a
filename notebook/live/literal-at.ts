/** The string or template around a place of the code, closed or not. */
import { opensSubstitution } from "./tokens.ts";
import type { Token, Tokens } from "./tokens.ts";

/** From an offset of the code to before another. */
export interface CodeRange {
  readonly from: number;
  readonly to: number;
}

export type Quote = '"' | "'" | "`";

export interface Literal {
  /** Index of its first token: the string, or the first piece of the template. */
  readonly first: number;
  readonly quote: Quote;
  /** What stands between the quotes. */
  readonly content: CodeRange;
  /** Between the quotes, up to the place; without what is before a substitution. */
  readonly typed: string;
  /** Whether a substitution stands before the place. */
  readonly isContinued: boolean;
  /** From the start of `typed` to the end of what would be replaced: the place itself where the end of the literal is not sure. */
  readonly range: CodeRange;
  /** Its text with every substitution as question marks, as long as it stands in the code. */
  readonly text: string;
}

/** Undefined outside of strings and of the text of templates. */
export function literalAt(tokens: Tokens, offset: number): Literal | undefined {
  const index = tokens.all.findIndex((token) => isInside(token, offset));
  const token = tokens.all[index];
  if (token === undefined) return undefined;
  return token.kind === "string" ? stringAt(tokens, index, offset) : templateAt(tokens, index, offset);
}

function isInside(token: Token, offset: number): boolean {
  if (token.kind !== "string" && token.kind !== "template") return false;
  return token.from < offset && offset <= contentEnd(token);
}

/** Before its closing quote, or the brace behind which a substitution starts. */
function contentEnd(token: Token): number {
  if (opensSubstitution(token)) return token.to - 2;
  return isClosed(token) ? token.to - 1 : token.to;
}

function isClosed({ kind, text }: Token): boolean {
  return text.length > 1 && endsWithQuote(text, kind === "template" ? "`" : text.charAt(0));
}

/** A quote that is not written with a backslash. */
function endsWithQuote(text: string, quote: string): boolean {
  if (!text.endsWith(quote)) return false;
  const backslashes = /\\*$/.exec(text.slice(0, -1))?.[0].length ?? 0;
  return backslashes % 2 === 0;
}

function stringAt({ code, all }: Tokens, index: number, offset: number): Literal | undefined {
  const token = all[index];
  if (token === undefined) return undefined;
  const from = token.from + 1;
  const to = contentEnd(token);
  // A quote that has been typed a moment ago takes the next string's quote for its own.
  const rest = code.slice(offset, to);
  const isSure = isClosed(token) && !/[()[\]{};,]/.test(rest);
  return {
    first: index,
    quote: token.text.startsWith("'") ? "'" : '"',
    content: { from, to: isSure ? to : offset },
    typed: code.slice(from, offset),
    isContinued: false,
    range: { from, to: isSure ? to : offset },
    text: code.slice(from, isClosed(token) ? to : offset),
  };
}

function templateAt(tokens: Tokens, index: number, offset: number): Literal | undefined {
  const { code, all } = tokens;
  const pieces = piecesOf(tokens, index);
  const token = all[index];
  const [first = index] = pieces;
  const head = all[first];
  const tail = all[pieces.at(-1) ?? index];
  if (token === undefined || head === undefined || tail === undefined) return undefined;
  let text = "";
  for (const piece of pieces.map((at) => all[at])) {
    if (piece === undefined) continue;
    const start = head.from + 1 + text.length;
    text += "?".repeat(Math.max(0, piece.from + 1 - start)) + code.slice(piece.from + 1, contentEnd(piece));
  }
  const from = token.from + 1;
  return {
    first,
    quote: "`",
    content: { from: head.from + 1, to: contentEnd(tail) },
    typed: code.slice(from, offset),
    isContinued: first !== index,
    range: { from, to: isClosed(token) || opensSubstitution(token) ? contentEnd(token) : offset },
    text,
  };
}

/** Indices of all pieces of the template that one of them belongs to. */
function piecesOf({ opener, closer }: Tokens, index: number): readonly number[] {
  const pieces = [index];
  for (let at = opener.get(index); at !== undefined; at = opener.get(at)) pieces.unshift(at);
  for (let at = closer.get(index); at !== undefined; at = closer.get(at)) pieces.push(at);
  return pieces;
}
