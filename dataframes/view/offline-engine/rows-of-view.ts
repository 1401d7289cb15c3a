/** Which rows of a table a view has, and in which order. Pure. */
import { jsonOf } from "../table/json-of.ts";
import type { Filter, SortKey, View } from "../../protocol/view.ts";
import { plainValue } from "../../values/plain-value.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { Table, TableColumn } from "../table/table.ts";
import { compareKeys, keyOf, placeOf } from "./keys.ts";

type Test = (row: number) => boolean;

/** Their numbers. Throws a {@link DataframeError} where a filter makes no sense. */
export function rowsOfView({ rows, columns }: Table, { sort, filters, search }: View): readonly number[] {
  const tests = filters.map((filter) => testOf(filter, columnAt(columns, filter.column)));
  if (search !== "") {
    const found = columns.map((column) => hasText(column, search));
    tests.push((row) => found.some((test) => test(row)));
  }
  const kept = Array.from({ length: rows }, (_, row) => row).filter((row) =>
    tests.every((test) => test(row)),
  );
  return sort
    .toReversed()
    .reduce<readonly number[]>((order, key) => sorted(order, key, columnAt(columns, key.column)), kept);
}

/** NaN and then missing values last, whichever the direction. */
function sorted(rows: readonly number[], { descending }: SortKey, { raw }: TableColumn): readonly number[] {
  const keys = new Map(rows.map((row) => [row, keyOf(raw.type, raw.at(row))]));
  const last = (row: number): number => {
    const key = keys.get(row) ?? null;
    return key === null ? 2 : Number.isNaN(key) ? 1 : 0;
  };
  return rows.toSorted((a, b) => {
    const [left, right] = [keys.get(a) ?? null, keys.get(b) ?? null];
    if (left === null || right === null || last(a) + last(b) > 0) return last(a) - last(b);
    return descending ? compareKeys(right, left) : compareKeys(left, right);
  });
}

function testOf(filter: Filter, column: TableColumn): Test {
  const { raw } = column;
  const key = (row: number): ReturnType<typeof keyOf> => keyOf(raw.type, raw.at(row));
  switch (filter.kind) {
    case "missing":
      return (row) => (key(row) === null) === filter.missing;
    case "contains":
      return hasText(column, filter.text);
    case "among": {
      const wanted = new Set(filter.values.map((text) => (text === null ? null : exactText(column, text))));
      return (row) => {
        const value = key(row);
        return wanted.has(value === null ? null : nameOf(value)) !== filter.not;
      };
    }
    case "range": {
      const from = filter.from === undefined ? undefined : bound(column, filter.from).above;
      const to = filter.to === undefined ? undefined : bound(column, filter.to).below;
      return (row) => {
        const value = key(row);
        if (value === null || typeof value === "string" || Number.isNaN(value)) return false;
        return (from === undefined || value >= from) && (to === undefined || value <= to);
      };
    }
  }
}

/** The value that a filter names, as {@link nameOf} names it; undefined where no value can be so. */
function exactText({ raw, use }: TableColumn, text: string): string | undefined {
  if (use.bound === null && use.role !== "boolean") return text;
  const place = placeOf(raw.type, text);
  return place === undefined || (place.below !== place.above && !Number.isNaN(place.below))
    ? undefined
    : nameOf(place.below);
}

/** Zero has no sign, and a number is the same whether it came as bigint or not. */
function nameOf(key: number | bigint | string): string {
  return key === 0 ? "0" : String(key);
}

function bound({ raw, use }: TableColumn, text: string): NonNullable<ReturnType<typeof placeOf>> {
  const place = use.bound === null ? undefined : placeOf(raw.type, text);
  if (place === undefined) throw new DataframeError("bad-request", `"${text}" is no value of this column.`);
  return place;
}

/** In any case; nested values as what is shown and as plain JSON. */
export function hasText(column: TableColumn, text: string): Test {
  const { raw, use } = column;
  const wanted = text.toLowerCase();
  return (row) => {
    const value = raw.at(row);
    if (value === null || value === undefined || use.role === "null") return false;
    if (column.whole(row).toLowerCase().includes(wanted)) return true;
    return (
      use.role === "nested" &&
      compact(plainValue(raw.type, value, "whole"))
        .toLowerCase()
        .includes(wanted)
    );
  };
}

function compact(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? jsonOf(inner) : inner));
}

function columnAt(columns: readonly TableColumn[], column: number): TableColumn {
  const found = columns[column];
  if (found === undefined) throw new DataframeError("bad-request", `There is no column ${String(column)}.`);
  return found;
}
