/** Values that come as text, as expressions of a column's type. Nothing of a text becomes part of a statement unchecked. */
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { DuckdbColumn } from "./column.ts";
import { scaledNumber, unscaledText } from "./exact-number.ts";

/** Puts a text where a statement has a value, quoted or as a parameter. */
export type PutText = (text: string) => string;

/** A text as SQL writes it. */
export const quoted: PutText = (text) => `'${text.replaceAll("'", "''")}'`;

const day = /^[+-]?\d{1,6}-\d\d-\d\d$/;
const instant = /^[+-]?\d{1,6}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/i;
const infinite = /^-?infinity$/i;

function refuse(column: DuckdbColumn, text: string): never {
  throw new DataframeError(
    "bad-request",
    `"${text.slice(0, 100)}" is no value of the column "${column.name}", which is ${column.sqlType}.`,
  );
}

/** One end of a range; `true` where every value is on the right side of it, `false` where none is. */
export function boundSql(
  column: DuckdbColumn,
  text: string,
  end: "from" | "to",
  put: PutText,
): string | boolean {
  const compare = end === "from" ? ">=" : "<=";
  switch (column.kind) {
    case "exact": {
      const number = scaledNumber(text, column.scale);
      if (number === undefined) return refuse(column, text);
      const bound = end === "from" && !number.whole ? number.floor + 1n : number.floor;
      const [least, most] = column.limits;
      if (end === "from" ? bound <= least : bound >= most) return true;
      if (end === "from" ? bound > most : bound < least) return false;
      return `${column.sql} ${compare} ${exactSql(column, bound, put)}`;
    }
    case "float":
      return `${column.sql} ${compare} ${floatSql(column, text, put)}`;
    case "date":
    case "instant":
      return `${comparable(column)} ${compare} ${timeSql(column, text, put)}`;
    default:
      throw new DataframeError(
        "unsupported",
        `Columns of type ${column.sqlType} are not filtered by ranges.`,
      );
  }
}

/** A value to be found among a column's; undefined where no value of this type can be it. */
export function memberSql(column: DuckdbColumn, text: string, put: PutText): string | undefined {
  switch (column.kind) {
    case "exact": {
      const number = scaledNumber(text, column.scale);
      if (number === undefined) return refuse(column, text);
      const [least, most] = column.limits;
      const fits = number.whole && number.floor >= least && number.floor <= most;
      return fits ? exactSql(column, number.floor, put) : undefined;
    }
    case "float":
      return floatSql(column, text, put);
    case "date":
    case "instant":
      return timeSql(column, text, put);
    default:
      return put(text);
  }
}

/** A column of instants as one that has the digits of what it is compared with. */
export function comparable({ kind, instant: { digits }, sql }: DuckdbColumn): string {
  return kind === "instant" && digits < 6 ? `${sql}::timestamp` : sql;
}

function exactSql({ sqlType, scale }: DuckdbColumn, value: bigint, put: PutText): string {
  return `${put(unscaledText(value, scale))}::${sqlType}`;
}

function floatSql(column: DuckdbColumn, text: string, put: PutText): string {
  const number = Number(text);
  const special = /^(nan|[+-]?inf(inity)?)$/i.test(text.trim());
  if (text.trim() === "" || (Number.isNaN(number) && !special)) return refuse(column, text);
  return `${put(special ? text.trim() : String(number))}::${column.sqlType}`;
}

function timeSql(column: DuckdbColumn, text: string, put: PutText): string {
  const given = text.trim();
  if (!(column.kind === "date" ? day : instant).test(given) && !infinite.test(given))
    return refuse(column, text);
  const coarse = column.kind === "instant" && column.instant.digits < 6;
  return `${put(given)}::${coarse ? "timestamp" : column.sqlType}`;
}
