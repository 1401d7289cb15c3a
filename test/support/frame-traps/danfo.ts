import { noColumns, noRows, wideRows } from "./known.ts";
import { inColumns, scriptTraps, wideColumns } from "./script.ts";
import type { LibraryTraps } from "./trap.ts";

export const danfoTraps: LibraryTraps = {
  library: "danfojs-node",
  setup: 'import { DataFrame } from "danfojs-node";',
  traps: [
    ...scriptTraps((...columns) => `new DataFrame(${inColumns(...columns)})`),
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
    { ...noRows, cell: 'new DataFrame([], { columns: ["n", "s"] })' },
    { ...noColumns, cell: "new DataFrame([])" },
    { ...wideRows, cell: `new DataFrame(${wideColumns})` },
  ],
  none: [
    { title: "decimals", why: "it has none" },
    {
      title: "duplicate column names",
      why: "a frame refuses them",
      tried: { cell: 'new DataFrame([[1, 2]], { columns: ["a", "a"] })', says: /unique/ },
    },
  ],
};
