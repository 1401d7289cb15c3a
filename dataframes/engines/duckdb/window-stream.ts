/** Values of DuckDB's vectors as Arrow streams. */
import type { DuckDBDataChunk } from "@duckdb/node-api";
import type { ValueColumn } from "../../values/write-stream.ts";
import { writeStream } from "../../values/write-stream.ts";
import { encodingOf, withoutClasses } from "../../detect/duckdb-encoding.ts";
import { asText } from "../../values/encoding.ts";
import type { Encoding } from "../../values/encoding.ts";
import type { DuckdbColumn } from "./column.ts";

/** Values column by column, in the order they come. */
export class GatheredColumns {
  readonly #columns: readonly DuckdbColumn[];
  readonly #values: unknown[][];

  constructor(columns: readonly DuckdbColumn[]) {
    this.#columns = columns;
    this.#values = columns.map(() => []);
  }

  /** Adds rows of a chunk of the frame. */
  add(chunk: DuckDBDataChunk, from: number, rows: number): void {
    this.#columns.forEach((column, place) => {
      const vector = chunk.getColumnVector(column.index);
      const values = this.#values[place];
      for (let row = from; row < from + rows; row += 1) values?.push(vector.getItem(row));
    });
  }

  stream(): Uint8Array {
    return writeStream(this.#columns.map((column, place) => valueColumn(column, this.#values[place] ?? [])));
  }
}

export function valueColumn(column: DuckdbColumn, values: readonly unknown[]): ValueColumn {
  return { name: column.name, encoding: encodingFor(column), values, asText: wholeText };
}

export function encodingFor({ type }: DuckdbColumn): Encoding {
  return encodingOf(type, wholeText);
}

/** Any value, as the text it is. */
export const textEncoding: Encoding = { ...asText, encode: wholeText };

/** Nothing is cut: whoever sends it knows how much travels. */
function wholeText(value: unknown): string {
  const plain = withoutClasses(value);
  if (typeof plain !== "object" || plain === null) return String(plain);
  return JSON.stringify(plain, (_, inner: unknown) => {
    if (inner instanceof Map) return Object.fromEntries([...inner].map(([key, item]) => [String(key), item]));
    if (typeof inner === "bigint") return Number.isSafeInteger(Number(inner)) ? Number(inner) : String(inner);
    return typeof inner === "number" && !Number.isFinite(inner) ? String(inner) : inner;
  });
}
