/** Orders rows by columns: NaN and then missing values last in either direction, equal rows as they come. */
import type { SortKey } from "../../protocol/view.ts";
import { radixSort } from "./radix-sort.ts";
import { rankTexts } from "./sort-texts.ts";
import type { NumberColumn, StoredColumn, TextColumn } from "./stored-column.ts";

/** Sorts the row numbers in place. */
export function sortRows(
  rows: Uint32Array,
  keys: readonly SortKey[],
  columns: readonly (StoredColumn | undefined)[],
  check: () => void,
): void {
  for (const { column, descending } of keys.toReversed()) {
    const by = columns[column];
    if (by !== undefined) sortBy(rows, by, descending, check);
  }
}

function sortBy(rows: Uint32Array, column: StoredColumn, descending: boolean, check: () => void): void {
  const valued = lastOnes(rows, column);
  const part = rows.subarray(0, valued);
  const low = new Uint32Array(valued);
  const high = column.form === "texts" ? textKeys(part, low, column, check) : numberKeys(part, low, column);
  if (descending)
    for (let at = 0; at < valued; at += 1) {
      low[at] = ~(low[at] ?? 0);
      if (high !== undefined) high[at] = ~(high[at] ?? 0);
    }
  radixSort(part, low, high, check);
}

/** Moves rows without a value to the end, NaN before missing; gives how many have one. */
function lastOnes(rows: Uint32Array, { missing, ...column }: StoredColumn): number {
  const values =
    column.form === "numbers" && column.values instanceof Float64Array ? column.values : undefined;
  const without: number[] = [];
  const nans: number[] = [];
  let kept = 0;
  for (const row of rows) {
    if (missing?.[row] === 1) without.push(row);
    else if (values !== undefined && Number.isNaN(values[row])) nans.push(row);
    else rows[kept++] = row;
  }
  rows.set(nans, kept);
  rows.set(without, kept + nans.length);
  return kept;
}

function textKeys(
  rows: Uint32Array,
  low: Uint32Array,
  column: TextColumn,
  check: () => void,
): Uint32Array | undefined {
  const ranks = (column.ranks ??= ranksOf(column, check));
  for (let at = 0; at < rows.length; at += 1) low[at] = ranks[column.codes[rows[at] ?? 0] ?? 0] ?? 0;
  return undefined;
}

/** Integers too large for 64 bits are texts, but are in the order of numbers. */
function ranksOf({ texts, meaning }: TextColumn, check: () => void): Uint32Array {
  if (meaning.kind !== "number" && meaning.kind !== "decimal") return rankTexts(texts, check);
  const numbers = texts.all().map((text) => BigInt(text));
  const order = [...numbers.keys()].sort((a, b) => ((numbers[a] ?? 0n) < (numbers[b] ?? 0n) ? -1 : 1));
  const ranks = new Uint32Array(texts.length);
  for (const [rank, code] of order.entries()) ranks[code] = rank;
  return ranks;
}

/** Numbers as unsigned integers of the same order; gives their upper halves where the lower ones do not suffice. */
function numberKeys(rows: Uint32Array, low: Uint32Array, { values }: NumberColumn): Uint32Array | undefined {
  if (values instanceof Float64Array && smallKeys(rows, low, values)) return undefined;
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const high = new Uint32Array(rows.length);
  const floating = values instanceof Float64Array;
  const flip = values instanceof BigUint64Array ? 0 : 0x80000000;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    let [lower, upper] = [words[row * 2] ?? 0, words[row * 2 + 1] ?? 0];
    // Minus zero is zero.
    if (floating && lower === 0 && upper === 0x80000000) upper = 0;
    if (floating && upper >= 0x80000000) {
      lower = ~lower;
      upper = ~upper;
    } else upper ^= flip;
    low[at] = lower;
    high[at] = upper;
  }
  return high;
}

/** Integers that are near each other are counted from the least of them. */
function smallKeys(rows: Uint32Array, low: Uint32Array, values: Float64Array): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    const value = values[row] ?? 0;
    if (!Number.isInteger(value)) return false;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (!(most - least < 2 ** 32)) return rows.length === 0;
  for (let at = 0; at < rows.length; at += 1) low[at] = (values[rows[at] ?? 0] ?? 0) - least;
  return true;
}
