/** A column of some rows in a few figures, as the kernel tells them. Pure. */
import { Type } from "@uwdata/flechette";
import { isNumeric } from "../../values/plain-value.ts";
import type { ColumnSummary } from "../../protocol/summary.ts";
import { summaryBins, summaryTop } from "../../protocol/summary-limits.ts";
import type { RawColumn, TableColumn } from "../table/table.ts";
import { countRows } from "./count-rows.ts";
import { compareKeys, keyOf, textOfKey } from "./keys.ts";

type Figures = Omit<ColumnSummary, "column" | "count" | "nulls">;

export function summarizeRows(position: number, column: TableColumn, rows: readonly number[]): ColumnSummary {
  const { raw, use } = column;
  const keys = rows.map((row) => keyOf(raw.type, raw.at(row))).filter((key) => key !== null);
  const basics = { column: position, count: rows.length, nulls: rows.length - keys.length };
  if (use.role === "nested") return { ...basics, distinct: null, distinctExact: true };
  const distinct = new Set(keys.filter((key) => !Number.isNaN(key))).size;
  const exact = { ...basics, distinct, distinctExact: true };
  if (use.role === "text" || use.role === "boolean") {
    const counted = countRows(column, rows).filter(({ value }) => value !== null);
    const top = counted.slice(0, summaryTop).map(({ value, count }) => ({ value: value ?? "", count }));
    return { ...exact, top };
  }
  if (use.bound === null) return exact;
  return {
    ...exact,
    ...ofNumbers(
      raw,
      use.digits !== null,
      keys.filter((key) => typeof key !== "string"),
    ),
  };
}

/** Of numbers, days and points in time. */
function ofNumbers(
  { type }: RawColumn,
  floating: boolean,
  keys: readonly (number | bigint)[],
): Partial<Figures> {
  const values = keys.filter((key) => !Number.isNaN(key)).sort(compareKeys);
  const nans = floating ? { nans: keys.length - values.length } : {};
  const [least, most] = [values[0], values.at(-1)];
  if (least === undefined || most === undefined) return nans;
  const quartile = (share: number): string =>
    textOfKey(type, values[Math.floor((values.length - 1) * share)] ?? least);
  return {
    ...nans,
    min: textOfKey(type, least),
    max: textOfKey(type, most),
    ...moments(type, values.map(Number)),
    quartiles: [quartile(0.25), quartile(0.5), quartile(0.75)],
    ...histogram(type, values.map(Number)),
  };
}

/** Days and points in time have none. */
function moments(type: RawColumn["type"], values: readonly number[]): Partial<Figures> {
  if (!isNumeric(type)) return {};
  const unit = "scale" in type ? 10 ** type.scale : 1;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(spread / (values.length - 1));
  return {
    ...(Number.isFinite(mean) ? { mean: mean / unit } : {}),
    ...(Number.isFinite(deviation) ? { standardDeviation: deviation / unit } : {}),
  };
}

function histogram(type: RawColumn["type"], all: readonly number[]): Partial<Figures> {
  const values = all.filter((value) => Number.isFinite(value));
  const [least, most] = [values[0], values.at(-1)];
  if (least === undefined || most === undefined) return {};
  const integers = values.every((value) => Number.isInteger(value));
  const each = type.typeId === Type.Int || type.typeId === Type.Float || type.typeId === Type.Date;
  const end = each && integers && most - least < summaryBins ? most + 1 : most;
  const bins = least === end ? 1 : integers ? Math.min(summaryBins, end - least) : summaryBins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = least === end ? 0 : Math.min(bins - 1, Math.floor(((value - least) / (end - least)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const edges = Array.from({ length: bins + 1 }, (_, edge) =>
    textOfKey(type, edge === bins ? end : least + ((end - least) * edge) / bins),
  );
  return { histogram: { edges, counts } };
}
