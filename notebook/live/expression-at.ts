/** The expression at a place of the code, as far as it can be looked at without calling anything. */
import { beforeOptional, chainEndingAt, isName } from "./chain.ts";
import type { Chain } from "./chain.ts";
import type { CodeRange } from "./literal-at.ts";
import { literalAt } from "./literal-at.ts";
import { isInComment, opensSubstitution, readTokens } from "./tokens.ts";
import type { Tokens } from "./tokens.ts";

export interface ExpressionAt {
  /** `data.orders` where the place is in `orders` of `data.orders.filter(…)`. */
  readonly expression: string;
  /** The word at the place. */
  readonly range: CodeRange;
}

/** Undefined where no name stands, or where only running code would tell its value. */
export function expressionAt(code: string, offset: number): ExpressionAt | undefined {
  const tokens = readTokens(code);
  const index = tokens.all.findIndex(
    ({ kind, from, to }) => kind === "word" && from <= offset && offset <= to,
  );
  const token = tokens.all[index];
  if (token === undefined || isKey(tokens, index)) return undefined;
  const chain = chainEndingAt(tokens, index);
  if (chain?.plain === undefined || !chain.isPlain) return undefined;
  return { expression: chain.plain, range: { from: token.from, to: token.to } };
}

/** The name of a property in an object that is written out, which is a name of nothing else. */
function isKey({ all }: Tokens, index: number): boolean {
  return all[index + 1]?.text === ":" && /^[{,]$/.test(all[index - 1]?.text ?? "");
}

/** What is being written at a place: a name, or a member of an expression. */
export interface NamePlace {
  /** Undefined for a name. */
  readonly of: string | undefined;
  readonly typed: string;
  readonly range: CodeRange;
}

/** Undefined in strings, comments and numbers, and behind the dot of what cannot be looked at. */
export function namePlaceAt(code: string, offset: number): NamePlace | undefined {
  const tokens = readTokens(code);
  if (isInComment(tokens, offset) || literalAt(tokens, offset) !== undefined) return undefined;
  const at = tokens.all.findIndex(({ kind, from, to }) => kind === "word" && from < offset && offset <= to);
  const word = tokens.all[at];
  if (word !== undefined && /^\d/.test(word.text)) return undefined;
  const before = at === -1 ? tokens.all.findLastIndex(({ to }) => to <= offset) : at - 1;
  const range = word === undefined ? { from: offset, to: offset } : { from: word.from, to: word.to };
  const typed = code.slice(range.from, offset);
  if (tokens.all[before]?.text !== ".") return { of: undefined, typed, range };
  const last = beforeOptional(tokens, before) === before ? before - 1 : before - 2;
  const chain = chainEndingAt(tokens, last);
  const of = chain?.isPlain === true ? chain.plain : prototypeOf(tokens, last, chain);
  return of === undefined ? undefined : { of, typed, range };
}

/** Where the members of what is written out are: an array, a string, a template, a regular expression. */
function prototypeOf(tokens: Tokens, last: number, chain: Chain | undefined): string | undefined {
  const token = tokens.all[last];
  if (token?.kind === "string" || (token?.kind === "template" && !opensSubstitution(token)))
    return "String.prototype";
  if (token?.kind === "regex") return "RegExp.prototype";
  const isArray =
    token?.text === "]" && chain?.root === undefined && chain?.start === tokens.opener.get(last);
  return isArray ? "Array.prototype" : undefined;
}

/** The function that is called around a place, where it can be looked at. */
export function calledAt(code: string, offset: number): string | undefined {
  const tokens = readTokens(code);
  for (let at = tokens.all.findLastIndex(({ to }) => to <= offset); at > 0; at -= 1) {
    const token = tokens.all[at];
    const open = tokens.opener.get(at);
    if (open !== undefined) at = open;
    else if (token?.text === "(" && isName(tokens.all[at - 1])) {
      const chain = chainEndingAt(tokens, at - 1);
      return chain?.isPlain === true ? chain.plain : undefined;
    }
  }
  return undefined;
}
