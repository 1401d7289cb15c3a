/** A view as a line of nodejs-polars. */
import type { View } from "../../protocol/view.ts";
import { conditionOf } from "./condition.ts";
import { columnAt } from "./expression-context.ts";
import type { Words } from "./expression-context.ts";
import { codeOf, writingPolars } from "./expression-printer.ts";
import { orderingOf } from "./ordering.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Source } from "./source.ts";

/** @param name what the notebook calls the frame */
export function viewCode(
  { kind, columns }: Source,
  view: View,
  wanted: readonly number[],
  name: string,
): string {
  const pl = writingPolars();
  const words: Words = {
    pl,
    columns,
    of: (column) => (isPlain(column) ? pl.col(column.name) : pl.nth(column.position)),
  };
  const condition = conditionOf(words, view);
  const ordering = orderingOf(words, view.sort);
  const chosen = wanted.map((position) => columnAt({ columns }, position));
  const isAll = chosen.length === columns.length && chosen.every(({ position }, place) => position === place);
  const steps = [
    kind === "Series" ? ".toFrame()" : "",
    condition === undefined ? "" : `.filter(${codeOf(condition)})`,
    ordering === undefined ? "" : `.sort(${ordering.map((each) => codeOf(each)).join(", ")})`,
    isAll ? "" : `.select(${chosen.map((column) => selected(words, column)).join(", ")})`,
  ].join("");
  return kind === "LazyFrame" ? `await ${name}${steps}.collect()` : `${name}${steps}`;
}

/** A name that means this column and no other. */
const isPlain = ({ name }: PolarsColumn): boolean =>
  name !== "*" && !(name.startsWith("^") && name.endsWith("$"));

const selected = (words: Words, column: PolarsColumn): string =>
  isPlain(column) ? JSON.stringify(column.name) : codeOf(words.of(column));
