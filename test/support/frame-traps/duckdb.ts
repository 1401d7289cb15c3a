import { attacks } from "../renderer/attacks.ts";
import { beginning, empty, megabyte, missing, nan, wide } from "./trap.ts";
import type { LibraryTraps } from "./trap.ts";

const sql = (text: string): string => `await connection.runAndReadAll(${JSON.stringify(text)})`;
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const named = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export const duckdbTraps: LibraryTraps = {
  library: "@duckdb/node-api",
  setup:
    'import { DuckDBInstance } from "@duckdb/node-api";\nconst connection = await (await DuckDBInstance.create()).connect();',
  traps: [
    {
      title: "integers beyond 2^53",
      cell: sql(
        "from (values (0, 9007199254740993::bigint, 12345678901234567890123::hugeint), (1, (-9223372036854775808)::bigint, 18446744073709551615::hugeint), (2, 9223372036854775807::bigint, -1::hugeint), (3, null, null)) t(n, int64, huge)",
      ),
      heads: ["n", "int64", "huge"],
      rows: [
        ["0", "9007199254740993", "12345678901234567890123"],
        ["1", "-9223372036854775808", "18446744073709551615"],
        ["2", "9223372036854775807", "-1"],
        ["3", missing, missing],
      ],
      ascending: [1, 0, 2, 3],
      descending: [2, 0, 1, 3],
    },
    {
      title: "decimals",
      cell: sql(
        "select n, d::decimal(38, 2) as d, d::decimal(38, 2)::decimal(38, 4) as e from (values (0, '-0.05'), (1, '12345678901234567890.12'), (2, '0.10'), (3, null)) t(n, d)",
      ),
      heads: ["n", "d", "e"],
      rows: [
        ["0", "-0.05", "-0.0500"],
        ["1", "12345678901234567890.12", "12345678901234567890.1200"],
        ["2", "0.10", "0.1000"],
        ["3", missing, missing],
      ],
      ascending: [0, 2, 1, 3],
      descending: [1, 2, 0, 3],
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
      title: "the infinities of instants and days",
      cell: sql(
        "select n, t::timestamptz as seen, t::timestamp as plain, t::date as day from (values (0, 'infinity'), (1, '-infinity'), (2, null)) v(n, t)",
      ),
      heads: ["n", "seen", "plain", "day"],
      rows: [
        ["0", "infinity", "infinity", "infinity"],
        ["1", "-infinity", "-infinity", "-infinity"],
        ["2", missing, missing, missing],
      ],
      ascending: [1, 0, 2],
      descending: [0, 1, 2],
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
      title: "NaN, null and empty text",
      cell: sql(
        "from (values (0, 'nan'::double, ''), (1, null, null), (2, -1.5, 'null'), (3, 'infinity'::double, 'NaN'), (4, 0.1::double + 0.2::double, 'undefined')) t(n, x, s)",
      ),
      heads: ["n", "x", "s"],
      rows: [
        ["0", nan, empty],
        ["1", missing, missing],
        ["2", "-1.5", "null"],
        ["3", "Infinity", "NaN"],
        ["4", "0.3", "undefined"],
      ],
      ascending: [2, 4, 3, 0, 1],
      descending: [3, 4, 2, 0, 1],
    },
    {
      title: "HTML in values and names",
      cell: sql(
        `from (values ${[0, 1, 2, 3].map((n) => `(${n}, ${quoted(attacks[n] ?? "")}, ${quoted(attacks[n + 4] ?? "")})`).join(", ")}) t(n, ${named(attacks[0] ?? "")}, ${named(attacks[1] ?? "")})`,
      ),
      heads: ["n", attacks[0] ?? "", attacks[1] ?? ""],
      rows: [0, 1, 2, 3].map((n) => [String(n), attacks[n] ?? "", attacks[n + 4] ?? ""]),
      ascending: [1, 0, 2, 3],
      descending: [3, 2, 0, 1],
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
    {
      title: "no rows",
      cell: sql("select 1 as n, 'a' as s where false"),
      heads: ["n", "s"],
      rows: [],
    },
    {
      title: "10,000 columns",
      cell: sql(
        `select ${Array.from({ length: wide }, (_, c) => `n * ${wide} + ${c} as c${c}`).join(", ")} from range(3) t(n)`,
      ),
      heads: ["c0", "c1", "c2"],
      rows: [0, 1, 2].map((n) => [0, 1, 2].map((c) => String(n * wide + c))),
      ascending: [0, 1, 2],
      descending: [2, 1, 0],
      width: wide,
    },
    {
      title: "texts of a megabyte",
      cell: sql("from (values (0, repeat('y', 1048576)), (1, repeat('x', 1048576))) t(n, s)"),
      heads: ["n", "s"],
      rows: [
        ["0", beginning(megabyte("y"))],
        ["1", beginning(megabyte("x"))],
      ],
      ascending: [1, 0],
      descending: [0, 1],
      whole: [megabyte("y"), megabyte("x")],
    },
    {
      title: "bytes",
      cell: sql("from (values (0, '\\x00\\xFF'::blob), (1, ''::blob), (2, null)) t(n, b)"),
      heads: ["n", "b"],
      rows: [
        ["0", "0x00ff"],
        ["1", "0x"],
        ["2", missing],
      ],
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
