import { attacks } from "../renderer/attacks.ts";
import { beginning, empty, megabyte, megabyteCode, missing, nan } from "./trap.ts";
import type { LibraryTraps } from "./trap.ts";

export const arrayTraps: LibraryTraps = {
  library: "arrays of objects",
  setup: "0",
  traps: [
    {
      title: "integers beyond 2^53",
      cell: "[{ n: 0, big: 9007199254740993n, huge: 12345678901234567890123n }, { n: 1, big: -9223372036854775808n, huge: -1n }, { n: 2, big: 9223372036854775807n, huge: 0n }, { n: 3, big: null, huge: null }]",
      heads: ["n", "big", "huge"],
      rows: [
        ["0", "9007199254740993", "12345678901234567890123"],
        ["1", "-9223372036854775808", "-1"],
        ["2", "9223372036854775807", "0"],
        ["3", missing, missing],
      ],
      ascending: [1, 0, 2, 3],
      descending: [2, 0, 1, 3],
    },
    {
      title: "dates",
      cell: "[{ n: 0, at: new Date(1648342799000) }, { n: 1, at: new Date(-1) }, { n: 2, at: null }]",
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
      title: "nested values",
      cell: '[{ n: 0, o: { name: "<b>", list: [1, 2n, null] } }, { n: 1, o: [] }, { n: 2 }]',
      heads: ["n", "o"],
      rows: [
        ["0", '{"name":"<b>","list":[1,2,null]}'],
        ["1", "[]"],
        ["2", missing],
      ],
    },
    {
      title: "NaN, null, undefined and empty text",
      cell: '[{ n: 0, x: NaN, s: "" }, { n: 1, x: null, s: null }, { n: 2, x: -1.5, s: "null" }, { n: 3, x: Infinity, s: "NaN" }, { n: 4, x: 0.1 + 0.2, s: undefined }]',
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
      cell: JSON.stringify(
        [0, 1, 2, 3].map((n) => ({
          n,
          [attacks[0] ?? ""]: attacks[n],
          [attacks[1] ?? ""]: attacks[n + 4],
        })),
      ),
      heads: ["n", attacks[0] ?? "", attacks[1] ?? ""],
      rows: [0, 1, 2, 3].map((n) => [String(n), attacks[n] ?? "", attacks[n + 4] ?? ""]),
      ascending: [1, 0, 2, 3],
      descending: [3, 2, 0, 1],
    },
    {
      title: "an empty column name",
      cell: '[{ n: 0, "": "a" }, { n: 1, "": "b" }]',
      heads: ["n", ""],
      rows: [
        ["0", "a"],
        ["1", "b"],
      ],
      ascending: [0, 1],
      descending: [1, 0],
    },
    {
      title: "texts of a megabyte",
      cell: `[{ n: 0, s: ${megabyteCode("y")} }, { n: 1, s: ${megabyteCode("x")} }]`,
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
      cell: "[{ n: 0, b: Uint8Array.of(0, 255) }, { n: 1, b: new Uint8Array() }, { n: 2, b: null }]",
      heads: ["n", "b"],
      rows: [
        ["0", "0x00ff"],
        ["1", "0x"],
        ["2", missing],
      ],
    },
    {
      title: "mixed arrays",
      cell: '[{ n: 0, m: 1 }, { n: 1, m: "one" }, { n: 2, m: { one: 1 } }, { n: 3, m: [1] }, { n: 4, m: 9007199254740993n }, { n: 5, m: true }, { n: 6, m: null }, { n: 7, m: NaN }]',
      heads: ["n", "m"],
      rows: [
        ["0", "1"],
        ["1", "one"],
        ["2", '{"one":1}'],
        ["3", "[1]"],
        ["4", "9007199254740993"],
        ["5", "true"],
        ["6", missing],
        ["7", "NaN"],
      ],
    },
  ],
  none: [
    { title: "decimals", why: "JavaScript has none" },
    { title: "duplicate column names", why: "an object has each key once" },
    {
      title: "no rows",
      why: "an empty array says nothing of columns; it shows as []",
      tried: { cell: "[]", says: /^\[\]$/ },
    },
    {
      title: "no columns",
      why: "objects without keys are no rows",
      tried: { cell: "[{}, {}]", says: /^\[ \{\}, \{\} \]$/ },
    },
    {
      title: "10,000 columns",
      why: "objects of more than 500 keys are dictionaries, and show as objects",
      tried: {
        cell: '[Object.fromEntries(Array.from({ length: 10000 }, (_, c) => ["c" + c, c]))]',
        says: /^\[\n? *\{/,
      },
    },
  ],
};
