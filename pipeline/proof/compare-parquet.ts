/** Parquet files compared by what they hold: row groups, compression and who wrote them make other bytes of the same table. */
import {
  parquetMetadata,
  parquetScan,
  parquetSchema,
  type AsyncBuffer,
  type DecodedArray,
  type ParquetScan,
  type SchemaElement,
  type SchemaTree,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { wordsOf } from "../../containers/error-with-facts.ts";
import { parquetText } from "./parquet-text.ts";
import { differingColumn, type ComparedTables } from "./place.ts";

/** Compares names, order and types of the columns, then the rows in their order. */
export async function compareParquet(first: Uint8Array, second: Uint8Array): Promise<ComparedTables> {
  try {
    return await compareTables(await openTable(first), await openTable(second));
  } catch (error) {
    return { unreadable: wordsOf(error) };
  }
}

interface OpenTable {
  readonly scan: ParquetScan;
  readonly rows: number;
  readonly columns: readonly SchemaTree[];
}

async function openTable(bytes: Uint8Array): Promise<OpenTable> {
  const file = {
    byteLength: bytes.byteLength,
    slice: (start: number, end?: number) => Uint8Array.from(bytes.subarray(start, end)).buffer,
  } satisfies AsyncBuffer;
  const metadata = parquetMetadata(file.slice(0));
  const scan = await parquetScan({
    file,
    metadata: { ...metadata, schema: metadata.schema.map(asStored) },
    compressors,
    parsers: { timestampFromNanoseconds: (nanoseconds) => nanoseconds },
    utf8: false,
    useOffsetIndex: false,
  });
  return { scan, rows: Number(metadata.num_rows), columns: parquetSchema(metadata).children };
}

const texts: readonly unknown[] = ["UTF8", "JSON", "ENUM"];
const exact: readonly unknown[] = ["LIST", "MAP", "MAP_KEY_VALUE", "UINT_32", "UINT_64"];
const exactLogical: readonly unknown[] = ["STRING", "LIST", "MAP", "INTEGER", "FLOAT16", "UUID", "VARIANT"];

/** Decimals, times and the like are compared as they are stored: what a reader makes of them has fewer digits. */
function asStored({
  converted_type: converted,
  logical_type: logical,
  ...stored
}: SchemaElement): SchemaElement {
  if (texts.includes(converted)) return { ...stored, converted_type: "UTF8" };
  return {
    ...stored,
    ...(converted !== undefined && exact.includes(converted) ? { converted_type: converted } : {}),
    ...(logical !== undefined && exactLogical.includes(logical.type) ? { logical_type: logical } : {}),
  };
}

async function compareTables(one: OpenTable, two: OpenTable): Promise<ComparedTables> {
  const column = differingColumn(one.columns.map(typeOf), two.columns.map(typeOf));
  if (column !== undefined) return column;
  // Column by column, so that two of them are in memory; what is looked for is the first row.
  let row = Math.min(one.rows, two.rows);
  let found: ComparedTables =
    one.rows === two.rows ? "same" : { place: "rows", first: String(one.rows), second: String(two.rows) };
  for (const { element } of one.columns) {
    const [values, other] = [await valuesOf(one, element.name), await valuesOf(two, element.name)];
    const at = firstDifference(values, other, row);
    if (at === undefined) continue;
    row = at;
    found = {
      place: `row ${at + 1}, column "${element.name}"`,
      first: parquetText(values[at], element),
      second: parquetText(other[at], element),
    };
  }
  return found;
}

async function valuesOf({ scan }: OpenTable, column: string): Promise<readonly unknown[]> {
  const parts: DecodedArray[] = [];
  for (const range of scan.ranges) parts.push(await scan.readColumn({ column, ...range }));
  return parts.flatMap((part): readonly unknown[] => Array.from<unknown>(part));
}

function firstDifference(
  values: readonly unknown[],
  others: readonly unknown[],
  end: number,
): number | undefined {
  for (let at = 0; at < end; at += 1) {
    const [value, other] = [values[at], others[at]];
    if (!Object.is(value, other) && parquetText(value) !== parquetText(other)) return at;
  }
  return undefined;
}

function typeOf({ element, children }: SchemaTree): string {
  const { name, type, type_length: length, repetition_type: repetition } = element;
  const { type: meaning = element.converted_type, ...details } = element.logical_type ?? {};
  const known = Object.entries(details).map(([key, value]) => `${key} ${value}`);
  const words = [
    type === undefined
      ? `(${children.map(typeOf).join(", ")})`
      : `${type}${length === undefined ? "" : `[${length}]`}`,
    ...(meaning === undefined ? [] : [meaning]),
    ...(known.length === 0 ? [] : [`(${known.join(", ")})`]),
    ...(repetition === "REQUIRED" ? ["(never null)"] : repetition === "REPEATED" ? ["(repeated)"] : []),
  ];
  return `${name}: ${words.join(" ")}`;
}
