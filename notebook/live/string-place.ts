/** What a string of the code names beside columns and files: a property between brackets, or a module. */
import { enclosing } from "./enclosing.ts";
import { literalAt } from "./literal-at.ts";
import type { CodeRange, Quote } from "./literal-at.ts";
import { isModuleName } from "./path-question.ts";
import { readTokens } from "./tokens.ts";

export interface StringPlace {
  /** The expression whose property is named; undefined for a module. */
  readonly of: string | undefined;
  readonly typed: string;
  readonly range: CodeRange;
  readonly quote: Quote;
}

/** Undefined where it names neither, or a property of what cannot be looked at. */
export function stringPlaceAt(code: string, offset: number): StringPlace | undefined {
  const tokens = readTokens(code);
  const literal = literalAt(tokens, offset);
  if (literal === undefined || literal.isContinued) return undefined;
  const { first, typed, range, quote } = literal;
  if (isModuleName(tokens, first)) return { of: undefined, typed, range, quote };
  const [around] = enclosing(tokens, first);
  if (around?.kind !== "element" || around.from !== first || around.of?.isPlain !== true) return undefined;
  return { of: around.of.plain, typed, range, quote };
}
