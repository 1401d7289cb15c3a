/** Which rows a view shows, as one expression; undefined for all of them. */
import { Type } from "@uwdata/flechette";
import type { Filter, View } from "../../protocol/view.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { countOf, limitsOf } from "./count-of.ts";
import { literalOf, literalsOf } from "./literal.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, Polars } from "./polars-types.ts";
import { hasText } from "./text-search.ts";
import { columnAt } from "./expression-context.ts";
import type { Words } from "./expression-context.ts";

export function conditionOf(
  words: Words,
  { filters, search }: Pick<View, "filters" | "search">,
): Expr | undefined {
  const conditions = filters.map((filter) => filterOf(words, filter));
  if (search !== "") conditions.push(searchOf(words, search));
  return conditions.reduce<Expr | undefined>(
    (all, condition) => (all === undefined ? condition : all.and(condition)),
    undefined,
  );
}

/** Columns which cannot hold the text are left out. */
function searchOf(words: Words, search: string): Expr {
  const conditions = words.columns.flatMap((column) => hasText(words, column, search) ?? []);
  return conditions.length === 0 ? words.pl.lit(false) : words.pl.anyHorizontal(conditions);
}

function filterOf(words: Words, filter: Filter): Expr {
  const column = columnAt(words, filter.column);
  switch (filter.kind) {
    case "range":
      return between(words, column, filter.from, filter.to);
    case "among":
      return among(words, column, filter.values, filter.not);
    case "contains": {
      if (column.role === "bytes" || column.role === "null" || column.type.typeId === Type.Duration)
        throw new DataframeError("unsupported", `The values of "${column.name}" have no text to look for.`);
      return hasText(words, column, filter.text) ?? words.pl.lit(false);
    }
    case "missing":
      return filter.missing ? words.of(column).isNull() : words.of(column).isNotNull();
  }
}

function between(
  { pl, of }: Words,
  column: PolarsColumn,
  from: string | undefined,
  to: string | undefined,
): Expr {
  const { type } = column;
  const isFloat = type.typeId === Type.Float;
  const bounds = [
    ...(from === undefined
      ? []
      : [isFloat ? of(column).gtEq(floatIn(from, column)) : bound(pl, of(column), column, from, true)]),
    ...(to === undefined
      ? []
      : [isFloat ? of(column).ltEq(floatIn(to, column)) : bound(pl, of(column), column, to, false)]),
  ];
  if (from === undefined && to === undefined) bounds.push(of(column).isNotNull());
  // Polars holds NaN for more than any number.
  if (isFloat && to === undefined) bounds.push(of(column).isNotNan());
  return bounds.reduce((all, each) => all.and(each));
}

function bound(pl: Polars, values: Expr, column: PolarsColumn, text: string, lower: boolean): Expr {
  const { type, name } = column;
  const count = countOf(text, type);
  if (count === undefined)
    throw new DataframeError(
      "bad-request",
      `"${text}" is no bound for the values of "${name}" (${column.label}).`,
    );
  const [least, most] = limitsOf(type);
  const steps = lower && !count.exact ? count.floor + 1n : count.floor;
  if (lower ? steps > most : steps < least) return pl.lit(false);
  if (lower ? steps <= least : steps >= most) return values.isNotNull();
  const literal = literalOf(pl, steps, type);
  return lower ? values.gtEq(literal) : values.ltEq(literal);
}

function floatIn(text: string, { name }: PolarsColumn): number {
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number))
    throw new DataframeError("bad-request", `"${text}" is no bound for the numbers of "${name}".`);
  return number;
}

function among(words: Words, column: PolarsColumn, values: readonly (string | null)[], not: boolean): Expr {
  const expression = words.of(column);
  const some = isOneOf(
    words,
    column,
    values.filter((value) => value !== null),
  );
  const withMissing = values.includes(null);
  if (some === undefined) {
    if (withMissing) return not ? expression.isNotNull() : expression.isNull();
    return words.pl.lit(not);
  }
  if (withMissing) return not ? some.not().and(expression.isNotNull()) : some.or(expression.isNull());
  return not ? some.not().or(expression.isNull()) : some;
}

/** Undefined when no value of the column can be one of these. */
function isOneOf({ pl, of }: Words, column: PolarsColumn, values: readonly string[]): Expr | undefined {
  const [first, ...more] = values;
  if (first === undefined) return undefined;
  const { type, role, name } = column;
  const expression = of(column);
  if (type.typeId === Type.Float) {
    const all = values.map((value) =>
      value === "NaN" ? expression.isNan() : expression.eq(floatIn(value, column)),
    );
    return all.reduce((any, each) => any.or(each));
  }
  if (role === "boolean")
    return values.map((value) => expression.eq(pl.lit(value === "true"))).reduce((any, each) => any.or(each));
  if (role === "text" && type.typeId !== Type.Time && type.typeId !== Type.Duration)
    return more.length === 0 ? expression.eq(pl.lit(first)) : expression.isIn(values);
  const counts = values.flatMap((value) => {
    const count = countOf(value, type);
    const [least, most] = limitsOf(type);
    return count?.exact === true && count.floor >= least && count.floor <= most ? [count.floor] : [];
  });
  if (role !== "number" && role !== "time" && role !== "text")
    throw new DataframeError(
      "unsupported",
      `The values of "${name}" (${column.label}) cannot be compared with text.`,
    );
  const [only] = counts;
  if (only === undefined) return undefined;
  return counts.length === 1
    ? expression.eq(literalOf(pl, only, type))
    : expression.isIn(literalsOf(pl, counts, type));
}
