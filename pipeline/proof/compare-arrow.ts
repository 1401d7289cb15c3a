/** Arrow files compared by what they hold: the same table can be written in many ways. */
import { tableFromIPC, type Table } from "apache-arrow";
import { wordsOf } from "../../containers/error-with-facts.ts";
import { differingColumn, type ComparedTables } from "./place.ts";

/** Compares names, order and types of the columns, then the rows in their order. */
export function compareArrow(first: Uint8Array, second: Uint8Array): ComparedTables {
  try {
    return compareTables(tableFromIPC(first), tableFromIPC(second));
  } catch (error) {
    return { unreadable: wordsOf(error) }; // of another format, or compressed
  }
}

function compareTables(one: Table, two: Table): ComparedTables {
  const column = differingColumn(columnsOf(one), columnsOf(two));
  if (column !== undefined) return column;
  for (let row = 0; row < Math.max(one.numRows, two.numRows); row += 1) {
    if (row >= one.numRows || row >= two.numRows)
      return { place: "rows", first: String(one.numRows), second: String(two.numRows) };
    for (const [index, { name }] of one.schema.fields.entries()) {
      const [value, other] = [one, two].map((table) => shown(table.getChildAt(index)?.get(row)));
      if (value !== other) return { place: `row ${row + 1}, column "${name}"`, first: value, second: other };
    }
  }
  return "same";
}

function columnsOf({ schema }: Table): readonly string[] {
  return schema.fields.map(
    ({ name, type, nullable }) => `${name}: ${type}${nullable ? "" : " (never null)"}`,
  );
}

/** Dates, numbers beyond doubles and lists have a text of their own. */
function shown(value: unknown): string | undefined {
  return typeof value === "bigint" || typeof value === "number" ? String(value) : JSON.stringify(value);
}
