/**
 * What only the running kernel can answer at a place of a cell: names of columns, tables and files inside of strings. Pure and
 * without the compiler, so that the editor and the kernel's supervisor ask the same. Never throws, however unfinished the code.
 */
import { columnsAt } from "./column-question.ts";
import type { ColumnsOf } from "./column-question.ts";
import { literalAt } from "./literal-at.ts";
import type { CodeRange, Literal, Quote } from "./literal-at.ts";
import { pathAt } from "./path-question.ts";
import { isSql } from "./sql-literal.ts";
import { sqlPlace } from "./sql/sql-place.ts";
import type { SqlPlace } from "./sql/sql-place.ts";
import { readTokens } from "./tokens.ts";

interface Written {
  /** What is to be replaced, in UTF-16 offsets of the code. */
  readonly range: CodeRange;
  /** What stands from the start of the range to the place. */
  readonly typed: string;
  /** Of the string around it, which an answer must not close. */
  readonly quote: Quote;
}

interface ColumnsQuestion extends Written, ColumnsOf {
  readonly kind: "columns";
}

interface PathsQuestion extends Written {
  readonly kind: "paths";
  /** As it is written, with its last slash; "" for the working directory. */
  readonly folder: string;
}

export interface SqlQuestion
  extends Written, Pick<SqlPlace, "qualifier" | "isQuoted" | "tables" | "queries" | "isLower"> {
  readonly kind: "sql";
  readonly wants: "tables" | "columns";
}

export type LiveQuestion = ColumnsQuestion | PathsQuestion | SqlQuestion;

/** Usually one, or none. @param offset in UTF-16 units */
export function questionsAt(code: string, offset: number): readonly LiveQuestion[] {
  const tokens = readTokens(code);
  const literal = literalAt(tokens, offset);
  if (literal === undefined) return [];
  const { range, typed, quote } = literal;
  if (isSql(tokens, literal)) return inSql(literal, offset);
  const columns = columnsAt(tokens, literal);
  const path = pathAt(tokens, literal);
  return [
    ...(columns === undefined || literal.isContinued
      ? []
      : [{ kind: "columns", ...columns, range, typed, quote } as const]),
    ...(path === undefined ? [] : [pathsQuestion(path, { range, typed, quote })]),
  ];
}

function pathsQuestion(
  { folder, nameFrom }: { readonly folder: string; readonly nameFrom: number },
  { range, typed, quote }: Written,
): PathsQuestion {
  const name = typed.slice(folder.length);
  return { kind: "paths", folder, range: { from: nameFrom, to: range.to }, typed: name, quote };
}

function inSql({ content, text, quote }: Literal, offset: number): readonly LiveQuestion[] {
  const found = sqlPlace(text, offset - content.from);
  if (found === undefined) return [];
  const { wants, from, to, ...place } = found;
  const typed = text.slice(from, offset - content.from);
  const range = { from: content.from + from, to: content.from + to };
  if (wants !== "path") return [{ kind: "sql", wants, ...place, range, typed, quote }];
  const folder = typed.slice(0, typed.lastIndexOf("/") + 1);
  return [pathsQuestion({ folder, nameFrom: range.from + folder.length }, { range, typed, quote })];
}
