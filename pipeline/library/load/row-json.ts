/** Rows as the JSON that PostgreSQL reads them from, so that what JSON has no word for still arrives, or is refused by its row. */

import { Buffer } from "node:buffer";

/** Some rows that follow one another. */
export interface Piece {
  /** The number of its first row among all, counted from 1. */
  readonly first: number;
  /** Each a JSON object. */
  readonly rows: readonly string[];
}

const pieceRows = 10_000;
const pieceCharacters = 4_000_000;

export type Rows<Row> = Iterable<Row> | AsyncIterable<Row>;

/** What the rows of a load have. */
export interface RowShape {
  /** Those to take, by which others are left out; undefined: those of the first row, and no row may have others. */
  readonly columns: readonly string[] | undefined;
  /** Values that all rows have, taken where a row does not name them. */
  readonly key: Readonly<Record<string, string>>;
  /** Called with the columns before the first piece. */
  readonly onColumns: (columns: readonly string[]) => void;
}

/** The rows in pieces of a bounded size. Rejects with an error that names the row. */
export async function* piecesOf(rows: Rows<unknown>, shape: RowShape): AsyncGenerator<Piece> {
  let write: ((row: object, number: number) => string) | undefined;
  let piece: string[] = [];
  let characters = 0;
  let number = 0;
  for await (const given of rows) {
    number += 1;
    const row = objectOf(given, number);
    write ??= writerOf(row, shape);
    const json = write(row, number);
    piece.push(json);
    characters += json.length;
    if (piece.length < pieceRows && characters < pieceCharacters) continue;
    yield { first: number - piece.length + 1, rows: piece };
    piece = [];
    characters = 0;
  }
  if (piece.length > 0) yield { first: number - piece.length + 1, rows: piece };
}

/** Rows of some dataframes are objects that say themselves what they are as JSON. */
function objectOf(row: unknown, number: number): object {
  const said =
    typeof row === "object" && row !== null && "toJSON" in row && typeof row.toJSON === "function"
      ? (Reflect.apply(row.toJSON, row, []) as unknown)
      : row;
  if (typeof said === "object" && said !== null && !Array.isArray(said)) return said;
  throw new TypeError(
    `Row ${numberText(number)} is no object. Rows are objects with the columns as properties.`,
  );
}

function writerOf(
  first: object,
  { columns, key, onColumns }: RowShape,
): (row: object, number: number) => string {
  const names = [...new Set([...Object.keys(key), ...(columns ?? Object.keys(first))])];
  const known = new Set(names);
  const heads = names.map((name) => [name, `${JSON.stringify(name)}:`] as const);
  onColumns(names);
  return (row, number) => {
    if (columns === undefined)
      for (const name of Object.keys(row))
        if (!known.has(name))
          throw new Error(
            `Row ${numberText(number)} has ${JSON.stringify(name)}, which the first row has not. Give all rows the same properties, or name those to take in "columns".`,
          );
    const fields: string[] = [];
    for (const [name, head] of heads) {
      const given: unknown = Object.hasOwn(row, name) ? Reflect.get(row, name) : undefined;
      const value = given === undefined && Object.hasOwn(key, name) ? key[name] : given;
      if (value !== undefined) fields.push(head + jsonOf(value, name, number));
    }
    return `{${fields.join(",")}}`;
  };
}

function jsonOf(value: unknown, name: string, number: number): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString("hex")}"`;
  try {
    // SAFETY: stringify gives undefined for functions and symbols, which its type leaves out.
    const json = JSON.stringify(value, exactly) as string | undefined;
    if (json !== undefined) return json;
  } catch (cause) {
    throw notJson(name, number, cause);
  }
  throw notJson(name, number);
}

function notJson(name: string, number: number, cause?: unknown): Error {
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  return new TypeError(
    `Row ${numberText(number)}, column ${JSON.stringify(name)}: a value that JSON cannot hold${why}. Give text, a number, a date, or what JSON can hold.`,
    { cause },
  );
}

/** As text what JSON would make a null of, so that the server takes it where it can, or says where it cannot. */
function exactly(this: unknown, name: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (value !== null) return value;
  // A date has been made JSON before this is asked.
  const original: unknown = typeof this === "object" && this !== null ? Reflect.get(this, name) : null;
  return original instanceof Date ? String(original) : null;
}

export const numberText = (number: number): string => number.toLocaleString("en-US");
