import { integers, reads } from "./known.ts";
import type { ScriptColumn } from "./known.ts";
import { inRows, scriptTraps } from "./script.ts";
import { missing } from "./trap.ts";
import type { LibraryTraps } from "./trap.ts";

/** Integers that 64 bits do not hold. */
const huge: ScriptColumn = {
  name: "huge",
  code: ["12345678901234567890123n", "-1n", "0n", "null"],
  texts: ["12345678901234567890123", "-1", "0", missing],
};

export const arrayTraps: LibraryTraps = {
  library: "arrays of objects",
  setup: "0",
  traps: [
    ...scriptTraps(inRows),
    { ...reads("integers beyond 2^63", integers, huge), cell: inRows(integers, huge) },
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
