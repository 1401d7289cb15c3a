import { attacks } from "../renderer/attacks.ts";
import { beginning, empty, megabyte, megabyteCode, missing, nan, wide } from "./trap.ts";
import type { LibraryTraps } from "./trap.ts";

export const danfoTraps: LibraryTraps = {
  library: "danfojs-node",
  setup: 'import { DataFrame } from "danfojs-node";',
  traps: [
    {
      title: "integers up to 2^53",
      cell: "new DataFrame({ n: [0, 1, 2], big: [9007199254740991, -9007199254740991, 0] })",
      heads: ["n", "big"],
      rows: [
        ["0", "9007199254740991"],
        ["1", "-9007199254740991"],
        ["2", "0"],
      ],
      ascending: [1, 2, 0],
      descending: [0, 2, 1],
    },
    {
      title: "NaN, null, undefined and empty text",
      cell: 'new DataFrame({ n: [0, 1, 2, 3], x: [NaN, null, -1.5, 0.1 + 0.2], s: ["", null, "null", undefined] })',
      heads: ["n", "x", "s"],
      rows: [
        ["0", nan, empty],
        ["1", missing, missing],
        ["2", "-1.5", "null"],
        ["3", "0.3", missing],
      ],
      ascending: [2, 3, 0, 1],
      descending: [3, 2, 0, 1],
    },
    {
      title: "HTML in values and names",
      cell: `new DataFrame({ n: [0, 1, 2, 3], ${JSON.stringify(attacks[0])}: ${JSON.stringify(attacks.slice(0, 4))}, ${JSON.stringify(attacks[1])}: ${JSON.stringify(attacks.slice(4, 8))} })`,
      heads: ["n", attacks[0] ?? "", attacks[1] ?? ""],
      rows: [0, 1, 2, 3].map((n) => [String(n), attacks[n] ?? "", attacks[n + 4] ?? ""]),
      ascending: [1, 0, 2, 3],
      descending: [3, 2, 0, 1],
    },
    {
      title: "an index that says something",
      cell: 'new DataFrame({ a: [2, 1] }, { index: ["p", "q"] })',
      heads: ["index", "a"],
      rows: [
        ["p", "2"],
        ["q", "1"],
      ],
      ascending: [1, 0],
      descending: [0, 1],
    },
    {
      title: "bigints",
      cell: "new DataFrame({ n: [0, 1, 2], big: [9007199254740993n, -9223372036854775808n, 0n] })",
      heads: ["n", "big"],
      rows: [
        ["0", "9007199254740993"],
        ["1", "-9223372036854775808"],
        ["2", "0"],
      ],
      ascending: [1, 2, 0],
      descending: [0, 2, 1],
    },
    {
      title: "dates",
      cell: "new DataFrame({ n: [0, 1, 2], at: [new Date(1648342799000), new Date(-1), null] })",
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
      title: "an empty column name",
      cell: 'new DataFrame({ n: [0, 1], "": ["a", "b"] })',
      heads: ["n", ""],
      rows: [
        ["0", "a"],
        ["1", "b"],
      ],
      ascending: [0, 1],
      descending: [1, 0],
    },
    { title: "no columns", cell: "new DataFrame([])", heads: [], rows: [] },
    { title: "no rows", cell: 'new DataFrame([], { columns: ["n", "s"] })', heads: ["n", "s"], rows: [] },
    {
      title: "mixed and nested values",
      cell: 'new DataFrame({ n: [0, 1, 2, 3, 4], m: [1, "one", [1, "<b>"], { one: 1 }, null] })',
      heads: ["n", "m"],
      rows: [
        ["0", "1"],
        ["1", "one"],
        ["2", '[1,"<b>"]'],
        ["3", '{"one":1}'],
        ["4", missing],
      ],
    },
    {
      title: "bytes",
      cell: "new DataFrame({ n: [0, 1, 2], b: [Uint8Array.of(0, 255), new Uint8Array(), null] })",
      heads: ["n", "b"],
      rows: [
        ["0", "0x00ff"],
        ["1", "0x"],
        ["2", missing],
      ],
    },
    {
      title: "10,000 columns",
      cell: `new DataFrame(Object.fromEntries(Array.from({ length: ${wide} }, (_, c) => ["c" + c, [0, 1, 2].map((n) => n * ${wide} + c)])))`,
      heads: ["c0", "c1", "c2"],
      rows: [0, 1, 2].map((n) => [0, 1, 2].map((c) => String(n * wide + c))),
      ascending: [0, 1, 2],
      descending: [2, 1, 0],
      width: wide,
    },
    {
      title: "texts of a megabyte",
      cell: `new DataFrame({ n: [0, 1], s: [${megabyteCode("y")}, ${megabyteCode("x")}] })`,
      heads: ["n", "s"],
      rows: [
        ["0", beginning(megabyte("y"))],
        ["1", beginning(megabyte("x"))],
      ],
      ascending: [1, 0],
      descending: [0, 1],
      whole: [megabyte("y"), megabyte("x")],
    },
  ],
  none: [
    {
      title: "integers beyond 2^53",
      why: "as numbers they are not exact before it has them; bigints have a trap above",
    },
    { title: "decimals", why: "it has none" },
    {
      title: "duplicate column names",
      why: "a frame refuses them",
      tried: { cell: 'new DataFrame([[1, 2]], { columns: ["a", "a"] })', says: /unique/ },
    },
  ],
};
