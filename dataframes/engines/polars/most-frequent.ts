/** The most frequent values of a column, and how many different ones it has. */
import type { ColumnSummary } from "../../protocol/summary.ts";
import { summaryTop } from "../../protocol/summary-limits.ts";
import { exactRows } from "../sample-rows.ts";
import { collect } from "./collect.ts";
import { heightOf, innerLazyOf, seriesOf } from "./eager-frame.ts";
import { estimated, few } from "./estimate-distinct.ts";
import type { Summarized } from "./histogram.ts";
import type { LazyFrame, PolarsSeries } from "./polars-types.ts";
import { numberCell, readRows } from "./read-rows.ts";
import { valueText } from "./value-text.ts";

/** Values of a sample that are counted in all rows, where counting all values takes long. */
const candidates = 64;

type Figures = Pick<ColumnSummary, "distinct" | "distinctExact" | "top">;

/** @param known how many values there are */
export async function mostFrequent(asked: Summarized, known: number): Promise<Figures> {
  const { pl, words, values, count, column, signal } = asked;
  const plain = values.select(words.text(column));
  if (count > exactRows) {
    const part = await collect(grouped(asked, plain.select(words.part(count))), signal);
    if (heightOf(part) >= few) {
      const likely = await collect(first(asked, part, candidates).select(words.v), signal);
      // SAFETY: a column of a polars frame is a polars series.
      const among = words.v.isIn(pl.lit(seriesOf(likely) as PolarsSeries));
      const groups = await collect(grouped(asked, plain.filter(among)), signal);
      return { ...(await estimated(asked, heightOf(part), known)), top: await topOf(asked, groups) };
    }
  }
  const groups = await collect(grouped(asked, plain), signal);
  return { distinct: heightOf(groups), distinctExact: true, top: await topOf(asked, groups) };
}

/** Of equally frequent values those that come first: there may be as many as rows, which are not all sorted for that. */
function first({ pl, words }: Summarized, groups: object, most: number): LazyFrame {
  return pl.LazyDataFrame(innerLazyOf(groups)).sort([words.counted], [true], [true], true).slice(0, most);
}

const grouped = ({ words }: Summarized, values: LazyFrame): LazyFrame =>
  values.filter(words.known).groupBy([words.v], true).agg(words.rows);

async function topOf(asked: Summarized, groups: object): Promise<ColumnSummary["top"]> {
  const top = readRows(await collect(first(asked, groups, summaryTop), asked.signal));
  return (top.get("v")?.values ?? []).map((value, row) => ({
    value: valueText(asked.column.type, value),
    count: numberCell(top, "count", row),
  }));
}
