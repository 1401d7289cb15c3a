/** Values that are hard to hold or to show, and how they read: known once for all libraries. */
import { attacks } from "../renderer/attacks.ts";
import { beginning, empty, megabyte, megabyteCode, missing, nan, wide } from "./trap.ts";
import type { Trap } from "./trap.ts";

/** A column beside the one that counts the rows. */
export interface KnownColumn {
  readonly name: string;
  readonly texts: readonly string[];
  /** Rows in its order, where it has one. */
  readonly ascending?: readonly number[];
  readonly descending?: readonly number[];
  readonly whole?: readonly string[];
}

/** One whose values JavaScript has: code for each. */
export interface ScriptColumn extends KnownColumn {
  readonly code: readonly string[];
}

/** How a frame of these columns reads, after the column `n` that counts its rows. */
export function reads(title: string, ...columns: readonly KnownColumn[]): Omit<Trap, "cell"> {
  const [first] = columns;
  return {
    title,
    heads: ["n", ...columns.map(({ name }) => name)],
    rows: (first?.texts ?? []).map((_, row) => [
      String(row),
      ...columns.map(({ texts }) => texts[row] ?? ""),
    ]),
    ...(first?.ascending === undefined ? {} : { ascending: first.ascending }),
    ...(first?.descending === undefined ? {} : { descending: first.descending }),
    ...(first?.whole === undefined ? {} : { whole: first.whole }),
  };
}

const signed64 = ["9007199254740993", "-9223372036854775808", "9223372036854775807"];
export const integers: ScriptColumn = {
  name: "big",
  code: [...signed64.map((each) => `${each}n`), "null"],
  texts: [...signed64, missing],
  ascending: [1, 0, 2, 3],
  descending: [2, 0, 1, 3],
};

/** With two places; JavaScript has none. */
export const decimals: KnownColumn = {
  name: "d",
  texts: ["-0.05", "12345678901234567890.12", "0.10", missing],
  ascending: [0, 2, 1, 3],
  descending: [1, 2, 0, 3],
};

export const dates: ScriptColumn = {
  name: "at",
  code: ["new Date(1648342799000)", "new Date(-1)", "null"],
  texts: ["2022-03-27 00:59:59Z", "1969-12-31 23:59:59.999Z", missing],
  ascending: [1, 0, 2],
  descending: [0, 1, 2],
};

const clock = [1_648_342_799_000, 1_648_342_800_000, 1_667_089_800_000, 1_667_093_400_000];
/** Instants around the change of the clock, as they read in Prague. */
export const clockChanges: ScriptColumn = {
  name: "at",
  code: [...clock.map((each) => `new Date(${each})`), "null"],
  texts: [
    "2022-03-27 01:59:59+01:00",
    "2022-03-27 03:00:00+02:00",
    "2022-10-30 02:30:00+02:00",
    "2022-10-30 02:30:00+01:00",
    missing,
  ],
  ascending: [0, 1, 2, 3, 4],
  descending: [3, 2, 1, 0, 4],
};

export const nested: ScriptColumn = {
  name: "o",
  code: ['{ name: "<b>", list: [1, 2n, null] }', "[]", "undefined"],
  texts: ['{"name":"<b>","list":[1,2,null]}', "[]", missing],
};

export const floats: ScriptColumn = {
  name: "x",
  code: ["NaN", "null", "-1.5", "Infinity", "0.1 + 0.2"],
  texts: [nan, missing, "-1.5", "Infinity", "0.3"],
  ascending: [2, 4, 3, 0, 1],
  descending: [3, 4, 2, 0, 1],
};

/** What is easily taken for no value, to stand beside {@link floats}. */
export const words: ScriptColumn = {
  name: "s",
  code: ['""', "null", '"null"', '"NaN"', '"undefined"'],
  texts: [empty, missing, "null", "NaN", "undefined"],
};

/** The same with JavaScript's other missing value. */
export const wordsAndUndefined: ScriptColumn = {
  ...words,
  code: [...words.code.slice(0, 4), "undefined"],
  texts: [...words.texts.slice(0, 4), missing],
};

function attackColumn(name: string | undefined, texts: readonly string[]): ScriptColumn {
  return { name: name ?? "", code: texts.map((text) => JSON.stringify(text)), texts };
}

/** Names and values that would run if they were taken for HTML. */
export const html: readonly [ScriptColumn, ScriptColumn] = [
  {
    ...attackColumn(attacks[0], attacks.slice(0, 4)),
    ascending: [1, 0, 2, 3],
    descending: [3, 2, 0, 1],
  },
  attackColumn(attacks[1], attacks.slice(4, 8)),
];

export const unnamed: ScriptColumn = {
  name: "",
  code: ['"a"', '"b"'],
  texts: ["a", "b"],
  ascending: [0, 1],
  descending: [1, 0],
};

export const bytes: ScriptColumn = {
  name: "b",
  code: ["Uint8Array.of(0, 255)", "new Uint8Array()", "null"],
  texts: ["0x00ff", "0x", missing],
};

/** Values of all kinds in one column. */
export const mixed: ScriptColumn = {
  name: "m",
  code: ["1", '"one"', "{ one: 1 }", '[1, "<b>"]', "9007199254740993n", "true", "null", "NaN"],
  texts: ["1", "one", '{"one":1}', '[1,"<b>"]', "9007199254740993", "true", missing, "NaN"],
};

const letters = ["y", "x"];
export const megabytes: ScriptColumn = {
  name: "s",
  code: letters.map(megabyteCode),
  texts: letters.map((letter) => beginning(megabyte(letter))),
  ascending: [1, 0],
  descending: [0, 1],
  whole: letters.map(megabyte),
};

export const noRows: Omit<Trap, "cell"> = { title: "no rows", heads: ["n", "s"], rows: [] };

export const noColumns: Omit<Trap, "cell"> = { title: "no columns", heads: [], rows: [] };

/** Three rows of `wide` columns, each value the number of its place. */
export const wideRows: Omit<Trap, "cell"> = {
  title: "10,000 columns",
  heads: ["c0", "c1", "c2"],
  rows: [0, 1, 2].map((n) => [0, 1, 2].map((c) => String(n * wide + c))),
  ascending: [0, 1, 2],
  descending: [2, 1, 0],
  width: wide,
};
