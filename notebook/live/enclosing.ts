/** The brackets around a place, from the innermost outwards, and what each of them is. */
import { beforeOptional, chainEndingAt } from "./chain.ts";
import type { Chain } from "./chain.ts";
import { opensSubstitution } from "./tokens.ts";
import type { Tokens } from "./tokens.ts";

export interface Enclosing {
  readonly kind: "call" | "element" | "array" | "object" | "other";
  /** Index of the opening bracket. */
  readonly open: number;
  /** What is called, or whose element is asked for. */
  readonly of?: Chain;
  /** Which argument of a call the place is in, from 0. */
  readonly argument: number;
  /** Index of the first token of the argument, property or element that the place is in. */
  readonly from: number;
  /** Name of the property of an object whose value the place is in. */
  readonly key?: string;
}

/** @param before index of the token that the place is at, which does not count itself */
export function* enclosing(tokens: Tokens, before: number): Generator<Enclosing> {
  const { all, opener } = tokens;
  let argument = 0;
  let from = before;
  let isFirst = true;
  for (let at = before - 1; at >= 0; at -= 1) {
    const token = all[at];
    if (token === undefined) continue;
    if (isOpen(tokens, at)) {
      yield describe(tokens, at, argument, from);
      [argument, isFirst] = [0, true];
    } else if (token.text === "," || token.text === ";") {
      if (token.text === ",") argument += 1;
      isFirst = false;
      continue;
    }
    // What is closed before the place is stepped over as a whole, and the template that it is in up to its first piece.
    for (let open = opener.get(at); open !== undefined; open = opener.get(open)) at = open;
    if (isFirst) from = at;
  }
}

function isOpen({ all }: Tokens, at: number): boolean {
  const token = all[at];
  if (token === undefined) return false;
  return token.kind === "punctuation" ? /^[([{]$/.test(token.text) : opensSubstitution(token);
}

function describe(tokens: Tokens, open: number, argument: number, from: number): Enclosing {
  const text = tokens.all[open]?.text;
  const place = { open, argument, from };
  if (text === "(") {
    const of = chainEndingAt(tokens, beforeTypes(tokens, beforeOptional(tokens, open - 1)), true);
    return of === undefined ? { kind: "other", ...place } : { kind: "call", of, ...place };
  }
  if (text === "[") {
    const of = chainEndingAt(tokens, beforeOptional(tokens, open - 1));
    return of === undefined ? { kind: "array", ...place } : { kind: "element", of, ...place };
  }
  if (text !== "{" || !startsValue(tokens, open)) return { kind: "other", ...place };
  const key = tokens.all[from + 1]?.text === ":" ? tokens.all[from]?.text : undefined;
  return {
    kind: "object",
    ...place,
    ...(key === undefined ? {} : { key: key.replaceAll(/^["']|["']$/g, "") }),
  };
}

/** An object follows what asks for a value; any other brace is a block's. */
function startsValue({ all }: Tokens, open: number): boolean {
  const before = all[open - 1]?.text;
  return before !== undefined && /^(?:[(,[:=?&|]|return)$/.test(before);
}

/** Before the type arguments of a call, as in `load<Order>("`. */
function beforeTypes({ all }: Tokens, at: number): number {
  if (all[at]?.text !== ">") return at;
  let depth = 0;
  for (let index = at; index >= 0 && index > at - 40; index -= 1) {
    if (all[index]?.text === ">") depth += 1;
    if (all[index]?.text === "<") depth -= 1;
    if (depth === 0) return index - 1;
  }
  return at;
}
