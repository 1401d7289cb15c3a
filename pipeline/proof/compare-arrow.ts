/** Arrow files compared by what they hold: the same table can be written in many ways. */
import { tableFromIPC, type Table } from "apache-arrow";

/** Where two files of one name differ first. */
export interface Place {
  /** Such as `line 3, column "made"`; absent where a whole file is missing. */
  readonly place?: string;
  /** What is there in the first; undefined where it has nothing. */
  readonly first: string | undefined;
  readonly second: string | undefined;
}

/** The first value that differs; "same" where none does, undefined where one of the two cannot be read. */
export function compareArrow(first: Uint8Array, second: Uint8Array): Place | "same" | undefined {
  const [one, two] = [tableOf(first), tableOf(second)];
  if (one === undefined || two === undefined) return undefined;
  const [columns, others] = [columnsOf(one), columnsOf(two)];
  if (columns !== others) return { place: "columns", first: columns, second: others };
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

function tableOf(bytes: Uint8Array): Table | undefined {
  try {
    return tableFromIPC(bytes);
  } catch {
    return undefined; // of another format, or compressed
  }
}

function columnsOf({ schema }: Table): string {
  return schema.fields
    .map(({ name, type, nullable }) => `${name}: ${type}${nullable ? "" : " (never null)"}`)
    .join(", ");
}

/** Dates, numbers beyond doubles and lists have a text of their own. */
function shown(value: unknown): string | undefined {
  return typeof value === "bigint" || typeof value === "number" ? String(value) : JSON.stringify(value);
}
