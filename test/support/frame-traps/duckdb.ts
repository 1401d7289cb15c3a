import {
  decimals,
  floats,
  html,
  integers,
  bytes,
  megabytes,
  noRows,
  reads,
  wideRows,
  words,
} from "./known.ts";
import type { KnownColumn } from "./known.ts";
import { empty, missing, nan, wide } from "./trap.ts";
import type { LibraryTraps } from "./trap.ts";

const sql = (text: string): string => `await connection.runAndReadAll(${JSON.stringify(text)})`;
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const named = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const plain = (text: string): string => (text === nan ? "nan" : text === empty ? "" : text);

/** A query that gives these columns, each cast from text to its type. */
function cast(
  ...columns: readonly (readonly [column: Pick<KnownColumn, "name" | "texts">, type: string])[]
): string {
  const rows = (columns[0]?.[0].texts ?? []).map((_, row) => {
    const values = columns.map(([{ texts }, type]) => {
      const text = texts[row] ?? missing;
      return `${text === missing ? "null" : quoted(plain(text))}::${type}`;
    });
    return `(${[row, ...values].join(", ")})`;
  });
  return `from (values ${rows.join(", ")}) t(${["n", ...columns.map(([{ name }]) => named(name))].join(", ")})`;
}

const huge: KnownColumn = {
  name: "huge",
  texts: ["12345678901234567890123", "18446744073709551615", "-1", missing],
};
/** The same decimals with four places. */
const fourPlaces: KnownColumn = {
  name: "e",
  texts: decimals.texts.map((text) => (text === missing ? text : `${text}00`)),
};
/** As they are before they are rounded for the eye. */
const exactFloats: KnownColumn = {
  ...floats,
  texts: floats.texts.map((text) => (text === "0.3" ? "0.30000000000000004" : text)),
};
const infinities: KnownColumn = {
  name: "seen",
  texts: ["infinity", "-infinity", missing],
  ascending: [1, 0, 2],
  descending: [0, 1, 2],
};

export const duckdbTraps: LibraryTraps = {
  library: "@duckdb/node-api",
  setup:
    'import { DuckDBInstance } from "@duckdb/node-api";\nconst connection = await (await DuckDBInstance.create()).connect();',
  traps: [
    {
      ...reads("integers beyond 2^53", integers, huge),
      cell: sql(cast([integers, "bigint"], [huge, "hugeint"])),
    },
    {
      ...reads("decimals", decimals, fourPlaces),
      cell: sql(`select n, d, d::decimal(38, 4) as e ${cast([decimals, "decimal(38, 2)"])}`),
    },
    {
      title: "instants and days",
      cell: sql(
        "select n, t::timestamptz as seen, t::timestamp as plain, t::date as day, t::timestamp_ns as fine from (values (0, '2022-03-27 00:59:59.000001'), (1, '1969-12-31 23:59:59.9'), (2, null)) v(n, t)",
      ),
      heads: ["n", "seen", "plain", "day", "fine"],
      rows: [
        [
          "0",
          "2022-03-27 00:59:59.000001Z",
          "2022-03-27 00:59:59.000001",
          "2022-03-27",
          "2022-03-27 00:59:59.000001",
        ],
        ["1", "1969-12-31 23:59:59.9Z", "1969-12-31 23:59:59.9", "1969-12-31", "1969-12-31 23:59:59.9"],
        ["2", missing, missing, missing, missing],
      ],
      ascending: [1, 0, 2],
      descending: [0, 1, 2],
    },
    {
      ...reads(
        "the infinities of instants and days",
        infinities,
        { ...infinities, name: "plain" },
        { ...infinities, name: "day" },
      ),
      cell: sql(
        `select n, seen, seen::timestamp as plain, seen::date as day ${cast([infinities, "timestamptz"])}`,
      ),
    },
    {
      title: "nested values",
      cell: sql(
        "from (values (0, [1, 2, null], {'name': '<b>', 'day': date '2022-02-05'}, map {'k': 1}), (1, [], {'name': null, 'day': null}, map {}), (2, null, null, null)) t(n, list, inner_, m)",
      ),
      heads: ["n", "list", "inner_", "m"],
      rows: [
        ["0", "[1,2,null]", '{"name":"<b>","day":"2022-02-05"}', '{"k":1}'],
        ["1", "[]", '{"name":null,"day":null}', "{}"],
        ["2", missing, missing, missing],
      ],
    },
    {
      ...reads("NaN, null and empty text", floats, words),
      cell: sql(cast([exactFloats, "double"], [words, "varchar"])),
    },
    {
      ...reads("HTML in values and names", ...html),
      cell: sql(cast(...html.map((column) => [column, "varchar"] as const))),
    },
    {
      title: "duplicate column names",
      cell: sql("select n, 10 - n as a, 'x' || n as a from range(2) t(n)"),
      heads: ["n", "a", "a"],
      rows: [
        ["0", "10", "x0"],
        ["1", "9", "x1"],
      ],
      ascending: [1, 0],
      descending: [0, 1],
    },
    { ...noRows, cell: sql("select 1 as n, 'a' as s where false") },
    {
      ...wideRows,
      cell: sql(
        `select ${Array.from({ length: wide }, (_, c) => `n * ${wide} + ${c} as c${c}`).join(", ")} from range(3) t(n)`,
      ),
    },
    {
      ...reads("texts of a megabyte", megabytes),
      cell: sql("from (values (0, repeat('y', 1048576)), (1, repeat('x', 1048576))) t(n, s)"),
    },
    {
      ...reads("bytes", bytes),
      cell: sql("from (values (0, '\\x00\\xFF'::blob), (1, ''::blob), (2, null)) t(n, b)"),
    },
  ],
  none: [
    {
      title: "an empty column name",
      why: "SQL refuses a quoted name without characters",
      tried: { cell: sql('select 1 as ""'), says: /zero-length delimited identifier/ },
    },
    { title: "no columns", why: "a query gives one at least" },
    { title: "mixed arrays", why: "a column has one type" },
  ],
};
