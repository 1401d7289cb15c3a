import { nested, noColumns, noRows, reads, wideRows } from "./known.ts";
import { inColumns, scriptTraps, wideColumns } from "./script.ts";
import type { LibraryTraps } from "./trap.ts";

export const arqueroTraps: LibraryTraps = {
  library: "arquero",
  setup: 'import * as aq from "arquero";',
  traps: [
    ...scriptTraps((...columns) => `aq.table(${inColumns(...columns)})`),
    {
      ...reads("nested values, in the order the table has been put in", nested),
      cell: `aq.table({ n: [2, 9, 1, 0], o: [${[nested.code[2], 1, nested.code[1], nested.code[0]].join(", ")}] }).filter((d) => d.n < 9).orderby("n")`,
    },
    { ...noRows, cell: "aq.table({ n: [], s: [] })" },
    { ...noColumns, cell: "aq.table({})" },
    { ...wideRows, cell: `aq.table(${wideColumns})` },
  ],
  none: [
    { title: "decimals", why: "it has none" },
    { title: "duplicate column names", why: "columns are kept by name" },
  ],
};
