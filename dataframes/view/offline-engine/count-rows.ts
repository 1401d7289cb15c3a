/** The different values of a column in some rows. Pure. */
import type { ValuesResult } from "../../protocol/reply.ts";
import type { TableColumn } from "../table/table.ts";
import { compareKeys, filterText, keyOf } from "./keys.ts";
import type { Key } from "./keys.ts";

/** Most frequent first, then in their order, NaN and then missing values last. */
export function countRows({ raw }: TableColumn, rows: readonly number[]): ValuesResult["values"] {
  const counts = new Map<Key, { readonly key: Key; readonly value: string | null; count: number }>();
  for (const row of rows) {
    const held = raw.at(row);
    const key = keyOf(raw.type, held);
    const known = counts.get(key);
    if (known !== undefined) known.count += 1;
    else counts.set(key, { key, value: key === null ? null : filterText(raw.type, held), count: 1 });
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count || inOrder(a.key, b.key))
    .map(({ value, count }) => ({ value, count }));
}

function inOrder(a: Key, b: Key): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return compareKeys(a, b);
}
