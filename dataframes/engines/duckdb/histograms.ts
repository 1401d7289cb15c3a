/** Rows per bin of columns that have an axis, in one statement. */
import type { ColumnSummary } from "../../protocol/summary.ts";
import { summaryBins } from "../../protocol/summary-limits.ts";
import { axisSql, axisText, onAxisSql } from "./axis.ts";
import type { DuckdbColumn } from "./column.ts";
import { asCount } from "./result-values.ts";

/** Where a column's values begin and end; undefined where there are none. */
export interface ColumnRange {
  readonly column: DuckdbColumn;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

type Histogram = NonNullable<ColumnSummary["histogram"]>;

interface Bins {
  readonly column: DuckdbColumn;
  readonly axis: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

type Ask = (sql: (where: string) => string) => Promise<readonly (readonly unknown[])[]>;

export async function histogramsOf(
  ask: Ask,
  ranges: readonly ColumnRange[],
): Promise<ReadonlyMap<DuckdbColumn, Histogram>> {
  const whole = await wholeOf(ask, ranges);
  const bins = ranges.flatMap((range) => binsOf(range, whole.has(range)));
  if (bins.length === 0) return new Map();
  const found = await ask((where) =>
    bins.map((each, place) => countsSql(each, place, where)).join(" union all "),
  );
  const counts = bins.map(({ count }) => Array.from({ length: count }, () => 0));
  for (const [place, bin, rows] of found) {
    const row = counts[asCount(place)];
    if (row === undefined) continue;
    // What lies at the upper end counts one more than the last bin.
    const within = Math.min(asCount(bin), row.length - 1);
    row[within] = (row[within] ?? 0) + asCount(rows);
  }
  return new Map(
    bins.map((each, place) => [each.column, { edges: edgesOf(each), counts: counts[place] ?? [] }]),
  );
}

/** Which of them have a bin for each value: few days or whole numbers. */
async function wholeOf(ask: Ask, ranges: readonly ColumnRange[]): Promise<ReadonlySet<ColumnRange>> {
  const few = ranges.filter(
    ({ from, to }) =>
      Number.isInteger(from) && Number.isInteger(to) && Number(to) - Number(from) < summaryBins,
  );
  const floats = few.filter(({ column }) => column.kind === "float");
  const broken = floats.map(
    ({ column }) => `count(*) filter (where ${onAxisSql(column)} and ${column.sql} != floor(${column.sql}))`,
  );
  const [found = []] =
    floats.length === 0 ? [] : await ask((where) => `select ${broken.join(", ")} from t where ${where}`);
  return new Set([
    ...few.filter(({ column: { kind, isDecimal } }) => kind === "date" || (kind === "exact" && !isDecimal)),
    ...floats.filter((_, place) => asCount(found[place]) === 0),
  ]);
}

function binsOf({ column, from, to }: ColumnRange, each: boolean): readonly Bins[] {
  const axis = axisSql(column);
  if (axis === undefined || from === undefined || to === undefined || !Number.isFinite(to - from)) return [];
  if (each) return [{ column, axis, from, to: to + 1, count: to + 1 - from }];
  return [{ column, axis, from, to, count: from === to ? 1 : summaryBins }];
}

function countsSql({ column, axis, from, to, count }: Bins, place: number, where: string): string {
  const bin = count === 1 ? "0" : `floor((${axis} - (${from})::double) * (${count / (to - from)})::double)`;
  return `select ${place}, ${bin}::utinyint as bin, count(*) from t where (${where}) and ${onAxisSql(column)} group by bin`;
}

function edgesOf({ column, from, to, count }: Bins): string[] {
  return Array.from({ length: count + 1 }, (_, edge) =>
    axisText(column, edge === count ? to : from + ((to - from) * edge) / count),
  );
}
