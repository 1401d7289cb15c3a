/** Values that come as text, as expressions of a column's type. Nothing of a text becomes part of a statement unchecked. */
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { DuckdbColumn } from "./column.ts";

/** Decimal numbers of any length in text, exactly. */

const pattern = /^\s*([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?\s*$/i;

/**
 * The number times ten to the power of `scale`, as a whole number: rounded down, and whether anything was lost by that.
 * Undefined for what is no number.
 */
function scaledNumber(text: string, scale: number): { floor: bigint; whole: boolean } | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [, sign, before = "", after = "", exponent = "0"] = found;
  const digits = BigInt(before + after) * (sign === "-" ? -1n : 1n);
  const shift = scale + Number(exponent) - after.length;
  if (shift >= 0) return { floor: digits * 10n ** BigInt(shift), whole: true };
  const divisor = 10n ** BigInt(-shift);
  const rest = ((digits % divisor) + divisor) % divisor;
  return { floor: (digits - rest) / divisor, whole: rest === 0n };
}

/** Such a whole number with its point. */
function unscaledText(value: bigint, scale: number): string {
  if (scale === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

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
