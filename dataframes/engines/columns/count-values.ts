/** The different values of a column and how often each is there. */
import type { ValuesResult } from "../../protocol/reply.ts";
import type { Rows } from "./thread-messages.ts";
import { compareTexts } from "./sort-texts.ts";
import type { StoredColumn } from "./stored-column.ts";
import { shownText, textOfNumber } from "./value-text.ts";

interface Counted {
  readonly value: string | null;
  readonly count: number;
  /** Where values of the column are not texts: what orders them. */
  readonly by: number | bigint | undefined;
}

/** Most frequent first, then in their order, missing values last. */
export function countValues(column: StoredColumn, within: Rows, search: string, limit: number): ValuesResult {
  const counts = new Map<number | bigint, number>();
  let missing = 0;
  const length = within?.length ?? column.rows;
  const values = column.form === "texts" ? column.codes : column.values;
  for (let at = 0; at < length; at += 1) {
    const row = within === undefined ? at : (within[at] ?? 0);
    if (column.missing?.[row] === 1) missing += 1;
    else {
      const value = values[row] ?? 0;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const wanted = search.toLowerCase();
  const found: Counted[] = [];
  for (const [by, count] of counts) {
    const value = column.form === "texts" ? column.texts.text(Number(by)) : textOfNumber(column.meaning, by);
    const shown = column.form === "texts" ? value : shownText(column.meaning, by);
    if (wanted === "" || shown.toLowerCase().includes(wanted))
      found.push({ value, count, by: column.form === "texts" ? undefined : by });
  }
  if (missing > 0 && wanted === "") found.push({ value: null, count: missing, by: undefined });
  found.sort((a, b) => b.count - a.count || inOrder(a, b));
  return {
    values: found.slice(0, limit).map(({ value, count }) => ({ value, count })),
    more: found.length > limit,
  };
}

function inOrder(a: Counted, b: Counted): number {
  if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
  if (a.by === undefined || b.by === undefined) return compareTexts(a.value, b.value);
  if (Number.isNaN(a.by) || Number.isNaN(b.by))
    return Number(Number.isNaN(a.by)) - Number(Number.isNaN(b.by));
  return a.by < b.by ? -1 : 1;
}
