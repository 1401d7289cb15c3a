/**
 * A cell that is one object literal, `{ rows: 2 }`. As a statement it would be a block; as in every REPL the object is meant. Where
 * the text reads either way (`{ rows }`, `{}`, `{ a: 1 }`) it is the object too. What is told here is what the text looks like: who
 * has a parser tries it in parentheses first, and takes it as it stands where that cannot be parsed.
 */
import { readTokens } from "../live/tokens.ts";
import type { Token, Tokens } from "../live/tokens.ts";
import type { Span } from "./exports.ts";

/** Where the literal stands, with an `as` or `satisfies` behind it; undefined where the text is something else. */
export function objectCell(text: string): Span | undefined {
  if (!/^\s*[{/]/.test(text)) return undefined;
  const tokens = readTokens(text);
  const { all, closer } = tokens;
  const close = closer.get(0);
  const last = all.findLastIndex((token) => token.text !== ";");
  const [first, end] = [all[0], all[last]];
  if (first?.text !== "{" || close === undefined || end === undefined) return undefined;
  const isWhole = last === close || /^(?:as|satisfies)$/.test(all[close + 1]?.text ?? "");
  return isWhole && looksLikeObject(tokens, close) ? { start: first.from, end: end.to } : undefined;
}

/** The text as an expression. */
export function inParentheses(text: string, { start, end }: Span): string {
  return `${text.slice(0, start)}(${text.slice(start, end)})${text.slice(end)}`;
}

/** The offset in the text of one in {@link inParentheses}. */
export function fromParentheses(offset: number, { start, end }: Span): number {
  if (offset <= start) return offset;
  return offset <= end + 1 ? offset - 1 : Math.max(end, offset - 2);
}

/** An expression statement in parentheses without them, and without the semicolons that a formatter puts around it. */
export function withoutParentheses(text: string): string | undefined {
  const { all, closer } = readTokens(text);
  const open = all.findIndex((token) => token.text !== ";");
  const close = closer.get(open);
  if (all[open]?.text !== "(" || close === undefined) return undefined;
  const last = all.findLastIndex((token) => token.text !== ";");
  const dropped = all.filter((_, index) => index <= open || index === close || index > last);
  let at = 0;
  let left = "";
  for (const { from, to } of dropped) {
    left += text.slice(at, from);
    at = to;
  }
  return left + text.slice(at);
}

/** Before a parenthesis these begin a statement, which would read as a method as well. */
const statementWords = new Set(["if", "for", "while", "switch", "with"]);

function looksLikeObject(tokens: Tokens, close: number): boolean {
  const { all, closer } = tokens;
  if (close === 1) return true;
  if (separatesStatements(tokens, close)) return false;
  if (all[1]?.text === ".") return true;
  let name = 1;
  if (/^(?:async|get|set)$/.test(all[name]?.text ?? "") && isName(all[name + 1])) name += 1;
  if (all[name]?.text === "*") name += 1;
  const nameEnd = all[name]?.text === "[" ? closer.get(name) : isName(all[name]) ? name : undefined;
  if (nameEnd === undefined) return false;
  switch (all[nameEnd + 1]?.text) {
    case ":":
    case "<":
      return true;
    case ",":
    case "}":
      return all[nameEnd]?.kind === "word";
    case "(":
      return !statementWords.has(all[name]?.text ?? "") && isMethod(tokens, nameEnd + 1);
    default:
      return false;
  }
}

/** A name of a property, or what goes before one. */
function isName(token: Token | undefined): boolean {
  return (
    token !== undefined && (token.kind === "word" || token.kind === "string" || /^[[*]$/.test(token.text))
  );
}

function separatesStatements({ all, closer }: Tokens, close: number): boolean {
  for (let at = 1; at < close; at = (closer.get(at) ?? at) + 1) if (all[at]?.text === ";") return true;
  return false;
}

/** A call with a block on the next line is two statements. */
function isMethod({ code, all, closer }: Tokens, open: number): boolean {
  const close = closer.get(open);
  const [end, next] = close === undefined ? [] : [all[close], all[close + 1]];
  if (end === undefined || next === undefined) return false;
  return next.text === ":" || (next.text === "{" && !code.slice(end.to, next.from).includes("\n"));
}
