/** A dataframe of any size whose values are a formula of their row and column, as a kernel would send it. */
import { bool, dateDay, float64, int64, timestamp, utf8 } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import type { Filter, View } from "../../../dataframes/protocol/view.ts";
import { streamOf } from "./stream-of.ts";

/** What the frame is like. */
export interface FormulaShape {
  readonly rows: number;
  readonly columns: number;
  /** Texts that stand in for names and values of text. */
  readonly texts?: readonly string[];
}

const cities = ["Praha", "Brno", null, "Ostrava"] as const;
const longText = (row: number): string => `row ${row} `.repeat(600);
const sentLength = 100;

interface Kind {
  readonly name: string;
  readonly type: DataType;
  value(row: number, column: number): unknown;
}

/** Columns take turns. */
const kinds: readonly Kind[] = [
  { name: "id", type: int64(), value: (row, column) => BigInt(row) * 1000n + BigInt(column) },
  { name: "text", type: utf8(), value: (row, column) => `r${row}c${column}` },
  {
    name: "amount",
    type: float64(),
    value: (row, column) => (row % 97 === 5 ? NaN : (row % 1000) / 8 + column),
  },
  { name: "city", type: utf8(), value: (row) => cities[row % 4] },
  {
    name: "seen",
    type: timestamp(2, "Europe/Prague"),
    value: (row) => 1_600_000_000_000_000n + BigInt(row) * 1_000_000n,
  },
  { name: "flag", type: bool(), value: (row) => row % 3 === 0 },
  { name: "note", type: utf8(), value: longText },
  { name: "day", type: dateDay(), value: (row) => new Date((row % 20_000) * 86_400_000) },
];
const kindOf = (column: number): Kind =>
  kinds[column % kinds.length] ?? { name: "", type: utf8(), value: () => null };

const isLong = (column: number): boolean => kindOf(column).name === "note";

export class FormulaFrame {
  readonly shape: FormulaShape;

  constructor(shape: FormulaShape) {
    this.shape = shape;
  }

  name(column: number): string {
    const { texts } = this.shape;
    return texts === undefined ? `${kindOf(column).name}${column}` : (texts[column % texts.length] ?? "");
  }

  value(row: number, column: number): unknown {
    const { texts } = this.shape;
    const kind = kindOf(column);
    const value = kind.value(row, column);
    return texts !== undefined && typeof value === "string" ? texts[(row + column) % texts.length] : value;
  }

  /** The frame's rows by their place in the view. Of filters and keys it knows those that tests use. */
  rowsOf(view: View): { readonly count: number; readonly at: (index: number) => number } {
    const { rows } = this.shape;
    let [first, end, step] = [0, rows, 1];
    for (const filter of view.filters) [first, end, step] = narrowed(filter, first, end);
    const found = /^r(\d+)c\d+$/.exec(view.search)?.[1];
    if (found !== undefined) [first, end] = [Number(found), Number(found) + 1];
    const count = Math.max(0, Math.ceil((end - first) / step));
    const backwards = view.sort[0]?.descending === true;
    return { count, at: (index) => first + (backwards ? count - 1 - index : index) * step };
  }

  /** An Arrow stream; long texts travel by their beginning unless `whole`. */
  stream(rows: readonly number[], columns: readonly number[], whole = false): Uint8Array {
    return streamOf(
      ...columns.map((column) => {
        const { type } = kindOf(column);
        const values = rows.map((row) => {
          const value = this.value(row, column);
          return isLong(column) && !whole && typeof value === "string" ? value.slice(0, sentLength) : value;
        });
        return [this.name(column), type, values] as const;
      }),
    );
  }

  /** Of the values that {@link stream} cut. */
  cuts(
    rows: readonly number[],
    columns: readonly number[],
  ): { column: number; row: number; length: number }[] {
    return columns.flatMap((column, at) =>
      isLong(column)
        ? rows.map((row, index) => ({ column: at, row: index, length: longText(row).length }))
        : [],
    );
  }

  summary(view: View, column: number): object {
    const { count } = this.rowsOf(view);
    const { name } = kindOf(column);
    const base = { column, count, nulls: name === "city" ? Math.floor(count / 4) : 0, distinct: count };
    if (name === "city" || name === "text") {
      const values = this.shape.texts?.slice(0, 3) ?? (name === "city" ? ["Brno", "Ostrava", "Praha"] : []);
      return {
        ...base,
        distinct: 3,
        top: values.map((value, index) => ({ value, count: Math.floor(count / (3 + index)) })),
      };
    }
    if (name === "flag" || name === "note") return { ...base, distinct: null };
    const counts = Array.from({ length: 24 }, (_, bin) =>
      Math.round(1000 * Math.exp(-(((bin - 9 - (column % 5)) / 6) ** 2))),
    );
    return {
      ...base,
      min: "0",
      max: String(count * 1000),
      mean: count * 500,
      quartiles: ["1", "2", "3"],
      histogram: { edges: Array.from({ length: 25 }, (_, edge) => String(edge * 10)), counts },
    };
  }

  values(search: string): { values: { value: string | null; count: number }[]; more: boolean } {
    const texts: readonly (string | null)[] = this.shape.texts ?? cities;
    const found = texts.filter((text) => (text ?? "").toLowerCase().includes(search.toLowerCase()));
    return {
      values: found.map((value) => ({ value, count: Math.floor(this.shape.rows / texts.length) })),
      more: false,
    };
  }
}

function narrowed(filter: Filter, first: number, end: number): [first: number, end: number, step: number] {
  if (filter.kind === "range") {
    const from = filter.from === undefined ? first : Math.ceil(Number(filter.from) / 1000);
    const to = filter.to === undefined ? end : Math.floor(Number(filter.to) / 1000) + 1;
    return [Math.max(first, from), Math.min(end, to), 1];
  }
  const wanted = filter.kind === "among" ? (filter.values[0] ?? null) : null;
  return [cities.findIndex((city) => city === wanted), end, cities.length];
}
