/** Sorting and filtering in the plainest way, to hold engines against. */
import type { SortKey } from "../../../dataframes/protocol/view.ts";
import type { ContractColumn, ContractValue } from "./contract-column.ts";

/** Row numbers in the order of the keys: NaN and then missing values last either way, equal rows as they come. */
export function sortedRows(columns: readonly ContractColumn[], keys: readonly SortKey[]): readonly number[] {
  const rows = Array.from(columns[0]?.values ?? [], (_, row) => row);
  const sorted = keys.map(({ column, descending }) => ({
    descending,
    values: (columns[column]?.values ?? []).map((value) =>
      typeof value === "string" ? Buffer.from(value) : value,
    ),
  }));
  return rows.sort((a, b) => {
    for (const { values, descending } of sorted) {
      const order = compare(values[a] ?? null, values[b] ?? null, descending);
      if (order !== 0) return order;
    }
    return a - b;
  });
}

function compare(a: ContractValue, b: ContractValue, descending: boolean): number {
  const [lastA, lastB] = [lastness(a), lastness(b)];
  if (lastA > 0 || lastB > 0) return lastA - lastB;
  const order =
    a instanceof Uint8Array && b instanceof Uint8Array
      ? Buffer.compare(a, b)
      : a === null || b === null || a === b
        ? 0
        : a < b
          ? -1
          : 1;
  return descending ? -order : order;
}

function lastness(value: ContractValue): number {
  return value === null ? 2 : Number.isNaN(value) ? 1 : 0;
}

/** Numbers of the rows for which the test holds. */
export function rowsWhere(
  column: ContractColumn | undefined,
  test: (value: ContractValue) => boolean,
): readonly number[] {
  return (column?.values ?? []).flatMap((value, row) => (test(value) ? [row] : []));
}
