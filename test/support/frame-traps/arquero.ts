import { attacks } from "../renderer/attacks.ts";
import { beginning, empty, megabyte, megabyteCode, missing, nan, wide } from "./trap.ts";
import type { LibraryTraps } from "./trap.ts";

export const arqueroTraps: LibraryTraps = {
  library: "arquero",
  setup: 'import * as aq from "arquero";',
  traps: [
    {
      title: "integers beyond 2^53",
      cell: "aq.table({ n: [0, 1, 2, 3], big: [9007199254740993n, -9223372036854775808n, 9223372036854775807n, null] })",
      heads: ["n", "big"],
      rows: [
        ["0", "9007199254740993"],
        ["1", "-9223372036854775808"],
        ["2", "9223372036854775807"],
        ["3", missing],
      ],
      ascending: [1, 0, 2, 3],
      descending: [2, 0, 1, 3],
    },
    {
      title: "dates",
      cell: "aq.table({ n: [0, 1, 2], at: [new Date(1648342799000), new Date(-1), null] })",
      heads: ["n", "at"],
      rows: [
        ["0", "2022-03-27 00:59:59Z"],
        ["1", "1969-12-31 23:59:59.999Z"],
        ["2", missing],
      ],
      ascending: [1, 0, 2],
      descending: [0, 1, 2],
    },
    {
      title: "nested values, in the order the table has been put in",
      cell: 'aq.table({ n: [2, 9, 1, 0], o: [undefined, 1, [], { name: "<b>", list: [1, 2n, null] }] }).filter((d) => d.n < 9).orderby("n")',
      heads: ["n", "o"],
      rows: [
        ["0", '{"name":"<b>","list":[1,2,null]}'],
        ["1", "[]"],
        ["2", missing],
      ],
    },
    {
      title: "NaN, null, undefined and empty text",
      cell: 'aq.table({ n: [0, 1, 2, 3, 4], x: [NaN, null, -1.5, Infinity, 0.1 + 0.2], s: ["", null, "null", "NaN", undefined] })',
      heads: ["n", "x", "s"],
      rows: [
        ["0", nan, empty],
        ["1", missing, missing],
        ["2", "-1.5", "null"],
        ["3", "Infinity", "NaN"],
        ["4", "0.3", missing],
      ],
      ascending: [2, 4, 3, 0, 1],
      descending: [3, 4, 2, 0, 1],
    },
    {
      title: "HTML in values and names",
      cell: `aq.table({ n: [0, 1, 2, 3], ${JSON.stringify(attacks[0])}: ${JSON.stringify(attacks.slice(0, 4))}, ${JSON.stringify(attacks[1])}: ${JSON.stringify(attacks.slice(4, 8))} })`,
      heads: ["n", attacks[0] ?? "", attacks[1] ?? ""],
      rows: [0, 1, 2, 3].map((n) => [String(n), attacks[n] ?? "", attacks[n + 4] ?? ""]),
      ascending: [1, 0, 2, 3],
      descending: [3, 2, 0, 1],
    },
    {
      title: "an empty column name",
      cell: 'aq.table({ n: [0, 1], "": ["a", "b"] })',
      heads: ["n", ""],
      rows: [
        ["0", "a"],
        ["1", "b"],
      ],
      ascending: [0, 1],
      descending: [1, 0],
    },
    { title: "no rows", cell: "aq.table({ n: [], s: [] })", heads: ["n", "s"], rows: [] },
    { title: "no columns", cell: "aq.table({})", heads: [], rows: [] },
    {
      title: "10,000 columns",
      cell: `aq.table(Object.fromEntries(Array.from({ length: ${wide} }, (_, c) => ["c" + c, [0, 1, 2].map((n) => n * ${wide} + c)])))`,
      heads: ["c0", "c1", "c2"],
      rows: [0, 1, 2].map((n) => [0, 1, 2].map((c) => String(n * wide + c))),
      ascending: [0, 1, 2],
      descending: [2, 1, 0],
      width: wide,
    },
    {
      title: "texts of a megabyte",
      cell: `aq.table({ n: [0, 1], s: [${megabyteCode("y")}, ${megabyteCode("x")}] })`,
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
      cell: "aq.table({ n: [0, 1, 2], b: [Uint8Array.of(0, 255), new Uint8Array(), null] })",
      heads: ["n", "b"],
      rows: [
        ["0", "0x00ff"],
        ["1", "0x"],
        ["2", missing],
      ],
    },
    {
      title: "mixed arrays",
      cell: 'aq.table({ n: [0, 1, 2, 3, 4, 5], m: [1, "one", { one: 1 }, true, null, 9007199254740993n] })',
      heads: ["n", "m"],
      rows: [
        ["0", "1"],
        ["1", "one"],
        ["2", '{"one":1}'],
        ["3", "true"],
        ["4", missing],
        ["5", "9007199254740993"],
      ],
    },
  ],
  none: [
    { title: "decimals", why: "it has none" },
    { title: "duplicate column names", why: "columns are kept by name" },
  ],
};
