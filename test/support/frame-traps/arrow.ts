import {
  bytes,
  clockChanges,
  decimals,
  floats,
  html,
  integers,
  megabytes,
  noColumns,
  noRows,
  reads,
  wideRows,
  words,
} from "./known.ts";
import type { KnownColumn, ScriptColumn } from "./known.ts";
import { missing, wide } from "./trap.ts";
import type { LibraryTraps } from "./trap.ts";

const count = (rows: number): string =>
  `n: Int32Array.of(${Array.from({ length: rows }, (_, n) => n).join(", ")})`;
const vector = ({ name, code }: Pick<ScriptColumn, "name" | "code">, type: string): string =>
  `${JSON.stringify(name)}: arrow.vectorFromArray([${code.join(", ")}], new arrow.${type})`;
const text = (values: readonly string[]): string =>
  `arrow.vectorFromArray(${JSON.stringify(values)}, new arrow.Utf8())`;

const unsigned: ScriptColumn = {
  name: "uint64",
  code: ["18446744073709551615n", "0n", "1n", "null"],
  texts: ["18446744073709551615", "0", "1", missing],
};
const days: ScriptColumn = {
  name: "day",
  code: [...["2022-03-27", "2022-03-27", "1969-12-31"].map((day) => `new Date("${day}")`), "null", "null"],
  texts: ["2022-03-27", "2022-03-27", "1969-12-31", missing, missing],
};
const nested: ScriptColumn = {
  name: "o",
  code: ['{ name: "<b>", list: [1, 2] }', "{ name: null, list: [] }", "null"],
  texts: ['{"name":"<b>","list":[1,2]}', '{"name":null,"list":[]}', missing],
};
const nestedType =
  'Struct([new arrow.Field("name", new arrow.Utf8(), true), new arrow.Field("list", new arrow.List(new arrow.Field("item", new arrow.Float64(), true)), true)])';

/** Arrow takes decimals by their words. */
const wordsOf = (column: KnownColumn): ScriptColumn => ({
  ...column,
  code: column.texts.map((each) =>
    each === missing ? "null" : `wordsOf(${each.replace(".", "").replace(/^(-?)0+/, "$1")}n)`,
  ),
});

export const arrowTraps: LibraryTraps = {
  library: "apache-arrow",
  setup: `import * as arrow from "apache-arrow";
const table = (columns: Record<string, any>) => new arrow.Table(Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values instanceof arrow.Vector ? values : arrow.makeVector(values)])));
const wordsOf = (whole: bigint) => Uint32Array.from({ length: 4 }, (_, word) => Number(BigInt.asUintN(32, whole >> BigInt(32 * word))));`,
  traps: [
    {
      ...reads("integers beyond 2^53", integers, unsigned),
      cell: `table({ ${count(4)}, ${vector(integers, "Int64()")}, ${vector(unsigned, "Uint64()")} })`,
    },
    {
      ...reads("decimals", decimals),
      cell: `table({ ${count(4)}, ${vector(wordsOf(decimals), "Decimal(2, 38, 128)")} })`,
    },
    {
      ...reads("instants around the change of the clock", clockChanges, days),
      cell: `table({ ${count(5)}, ${vector(clockChanges, 'TimestampMicrosecond("Europe/Prague")')}, ${vector(days, "DateDay()")} })`,
    },
    { ...reads("nested values", nested), cell: `table({ ${count(3)}, ${vector(nested, nestedType)} })` },
    {
      ...reads("NaN, null and empty text", floats, words),
      cell: `table({ ${count(5)}, ${vector(floats, "Float64()")}, ${vector(words, "Utf8()")} })`,
    },
    {
      ...reads("HTML in values and names", ...html),
      cell: `table({ ${[count(4), ...html.map((column) => vector(column, "Utf8()"))].join(", ")} })`,
    },
    {
      title: "duplicate and empty column names",
      cell: `(() => { const made = table({ ${count(2)}, b: ${text(["y", "x"])}, c: ${text(["p", "q"])}, d: ${text(["r", "s"])} });
  const names = ["n", "a", "a", ""];
  const schema = new arrow.Schema(made.schema.fields.map((field, index) => new arrow.Field(names[index], field.type, true)));
  return new arrow.Table(schema, made.batches.map((batch) => new arrow.RecordBatch(schema, batch.data))); })()`,
      heads: ["n", "a", "a", ""],
      rows: [
        ["0", "y", "p", "r"],
        ["1", "x", "q", "s"],
      ],
      ascending: [1, 0],
      descending: [0, 1],
    },
    { ...noRows, cell: `table({ ${count(1)}, s: ${text(["a"])} }).slice(0, 0)` },
    { ...noColumns, cell: "new arrow.Table()" },
    {
      ...wideRows,
      cell: `table(Object.fromEntries(Array.from({ length: ${wide} }, (_, c) => ["c" + c, Int32Array.of(c, ${wide} + c, 2 * ${wide} + c)])))`,
    },
    {
      ...reads("texts of a megabyte", megabytes),
      cell: `table({ ${count(2)}, ${vector(megabytes, "Utf8()")} })`,
    },
    { ...reads("bytes", bytes), cell: `table({ ${count(3)}, ${vector(bytes, "Binary()")} })` },
  ],
  none: [{ title: "mixed arrays", why: "a vector has one type" }],
};
