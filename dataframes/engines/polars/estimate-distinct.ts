/** How many different values there are: counted where they are few, else estimated from those whose hashes are small. */
import type { ColumnSummary } from "../../protocol/summary.ts";
import { exactRows, sampledRows } from "../sample-rows.ts";
import { collect } from "./collect.ts";
import { innerLazyOf } from "./eager-frame.ts";
import type { Summarized } from "./histogram.ts";
import { numberCell, readRows } from "./read-rows.ts";

/** So many different values in a sample are few. */
export const few = sampledRows / 10;

type Distinct = Pick<ColumnSummary, "distinct" | "distinctExact">;

/** @param part values of the column, all of them where these are not many @param known how many the column has */
export async function distinctOf(asked: Summarized, part: object, known: number): Promise<Distinct> {
  const { pl, words, values, count, column, signal } = asked;
  const inPart = await different(asked, pl.LazyDataFrame(innerLazyOf(part)));
  if (count <= exactRows) return { distinct: inPart, distinctExact: true };
  if (inPart >= few) return estimated(asked, inPart, known);
  const present = await collect(values.select(words.present(column)), signal);
  const all = pl.LazyDataFrame(innerLazyOf(present));
  return { distinct: await different(asked, all), distinctExact: true };
}

/** A few percent off where there are as many as {@link few}. @param least there are at least so many */
export async function estimated(asked: Summarized, least: number, known: number): Promise<Distinct> {
  const { words, values } = asked;
  const { hashed, small, share } = words.hashes;
  const found = await different(asked, values.select(hashed).filter(small));
  return { distinct: Math.min(Math.max(found * share, least), known), distinctExact: false };
}

async function different({ words, signal }: Summarized, values: Summarized["values"]): Promise<number> {
  return numberCell(readRows(await collect(values.select(words.different), signal)), "different");
}
