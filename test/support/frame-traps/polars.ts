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
  unnamed,
  wideRows,
  wordsAndUndefined,
} from "./known.ts";
import type { KnownColumn } from "./known.ts";
import { inColumns } from "./script.ts";
import { missing, wide } from "./trap.ts";
import type { LibraryTraps } from "./trap.ts";

const frame = (columns: string): string => `pl.DataFrame(${columns})`;
/** As texts, to be cast. */
const asText = (column: KnownColumn): string =>
  inColumns({
    ...column,
    code: column.texts.map((text) => (text === missing ? "null" : JSON.stringify(text))),
  });

const largest = "18446744073709551615";
const unsigned: KnownColumn = {
  name: "uint64",
  texts: integers.texts.map((text) => (text.startsWith("-") ? largest : text)),
};
const plain: KnownColumn = {
  name: "plain",
  texts: [
    "2022-03-27 00:59:59",
    "2022-03-27 01:00:00",
    "2022-10-30 00:30:00",
    "2022-10-30 01:30:00",
    missing,
  ],
};
const days: KnownColumn = {
  name: "day",
  texts: ["2022-03-27", "2022-03-27", "2022-10-30", "2022-10-30", missing],
};

export const polarsTraps: LibraryTraps = {
  library: "nodejs-polars",
  setup: 'import pl from "nodejs-polars";\nimport * as arrow from "apache-arrow";',
  traps: [
    {
      ...reads("integers beyond 2^53", integers, unsigned),
      cell: `${frame(asText(integers))}.select(pl.col("n"), pl.col("big").cast(pl.Int64), pl.col("big").str.replace("-.*", "${largest}").cast(pl.UInt64).alias("uint64"))`,
    },
    {
      ...reads("decimals", decimals),
      cell: `${frame(asText(decimals))}.withColumn(pl.col("d").cast(pl.Decimal(38, 2)))`,
    },
    {
      ...reads("instants around the change of the clock", clockChanges, plain, days),
      cell: `${frame(inColumns(clockChanges))}
  .withColumns(pl.col("at").cast(pl.Datetime("us", "Europe/Prague")), pl.col("at").cast(pl.Datetime("ns")).alias("plain"), pl.col("at").cast(pl.Date).alias("day"))`,
    },
    {
      title: "nested values",
      cell: `pl.DataFrame({ n: [0, 1, 2], list: [[1, 2], [], null], name: ["<b>", null, "c"] })
  .withColumns(pl.col("list").cast(pl.List(pl.Int64)), pl.struct([pl.col("name"), pl.col("list").cast(pl.List(pl.Int64))]).alias("inner")).drop("name")`,
      heads: ["n", "list", "inner"],
      rows: [
        ["0", "[1, 2]", '{"name": "<b>", "list": [1, 2]}'],
        ["1", "[]", '{"name": null, "list": []}'],
        ["2", missing, '{"name": "c", "list": null}'],
      ],
    },
    {
      ...reads("NaN, null and empty text", floats, wordsAndUndefined),
      cell: frame(inColumns(floats, wordsAndUndefined)),
    },
    { ...reads("HTML in values and names", ...html), cell: frame(inColumns(...html)) },
    { ...reads("an empty column name", unnamed), cell: frame(inColumns(unnamed)) },
    { ...noRows, cell: 'pl.DataFrame({ n: [1], s: ["a"] }).head(0)' },
    { ...noColumns, cell: "pl.DataFrame({})" },
    // Its constructor takes seconds for so many columns.
    {
      ...wideRows,
      cell: `((line) => pl.readCSV([line((c) => "c" + c), ...[0, 1, 2].map((n) => line((c) => n * ${wide} + c))].join("\\n")))((value) => Array.from({ length: ${wide} }, (_, c) => value(c)).join())`,
    },
    { ...reads("texts of a megabyte", megabytes), cell: frame(inColumns(megabytes)) },
    {
      ...reads("bytes", bytes),
      // It has no way of its own from JavaScript to binary values.
      cell: `pl.readIPCStream(Buffer.from(arrow.tableToIPC(new arrow.Table({ n: arrow.makeVector(Int32Array.of(0, 1, 2)), b: arrow.vectorFromArray([${bytes.code.join(", ")}], new arrow.Binary()) }), "stream")))`,
    },
  ],
  none: [
    {
      title: "duplicate column names",
      why: "a frame refuses them",
      tried: { cell: 'pl.DataFrame([pl.Series("a", [1]), pl.Series("a", [2])])', says: /duplicate/i },
    },
    { title: "mixed arrays", why: "a column has one type" },
  ],
};
