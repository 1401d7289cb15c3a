/** Columns described apart from any library, so that each library's frames can be made of the same values. */

/**
 * What a column holds, and how `values` gives it: `int32`, `float64` numbers; `int64` bigints; `decimal` bigints, a hundred
 * times the value (precision 20, scale 2); `text`; `boolean`; `date` days since 1970; `timestamp` microseconds since 1970
 * without a zone, as bigints; `instant` milliseconds since 1970 in UTC, as bigints; `zoned` microseconds since 1970 in
 * Europe/Berlin, as bigints; `list` arrays of numbers and nulls; `struct` objects of `a` (number) and `b` (text); `binary`
 * Uint8Arrays. Each may be null, a `struct` aside.
 */
export type ContractType =
  | "int32"
  | "int64"
  | "float64"
  | "decimal"
  | "text"
  | "boolean"
  | "date"
  | "timestamp"
  | "instant"
  | "zoned"
  | "list"
  | "struct"
  | "binary";

interface ContractStruct {
  readonly a: number;
  readonly b: string;
}

export type ContractValue =
  number | bigint | string | boolean | Uint8Array | readonly (number | null)[] | ContractStruct | null;

export interface ContractColumn {
  readonly name: string;
  readonly type: ContractType;
  readonly values: readonly ContractValue[];
}

/** One column of every type; {@link expectedTexts} says how its values read. */
export const everyType: readonly ContractColumn[] = [
  { name: "int32", type: "int32", values: [3, null, 1, 2, 5, 4, null] },
  {
    name: "int64",
    type: "int64",
    values: [9_007_199_254_740_993n, 9_007_199_254_740_992n, null, -1n, 2n ** 62n + 1n, 0n, null],
  },
  { name: "float64", type: "float64", values: [1.5, Number.NaN, null, -2, 0.25, 3, 2] },
  { name: "decimal", type: "decimal", values: [-1250n, null, 5n, 100n, 99_999_999_999_999_999n, 0n, null] },
  { name: "text", type: "text", values: ["b", null, "", "😀", '<b>&"x"</b>', 'B, c\n"q"', "b"] },
  { name: "boolean", type: "boolean", values: [true, false, null, true, true, false, null] },
  { name: "date", type: "date", values: [19_028, null, 0, -1, 19_029, 19_027, null] },
  {
    name: "timestamp",
    type: "timestamp",
    values: [1_644_055_200_000_001n, null, 0n, -1n, 1_644_055_200_000_000n, 1_500_000n, null],
  },
  {
    name: "instant",
    type: "instant",
    values: [1_644_055_200_001n, null, 0n, -1n, 1_644_055_200_000n, 1_500n, null],
  },
  {
    name: "zoned",
    type: "zoned",
    values: [
      1_644_055_200_000_001n,
      null,
      0n,
      1_659_607_200_000_000n,
      1_644_055_200_000_000n,
      3_000_000n,
      null,
    ],
  },
  { name: "list", type: "list", values: [[1, 2], null, [], [3], [null, 4], [1, 2], [5]] },
  {
    name: "struct",
    type: "struct",
    values: ["Plum", "pear", "fig", "<i>", "é", "", "Fig"].map((b, a) => ({ a, b })),
  },
  {
    name: "binary",
    type: "binary",
    values: [[0, 255], null, [], [1], [1, 0], [2], null].map((bytes) =>
      bytes === null ? null : Uint8Array.from(bytes),
    ),
  },
];

/** How the values of {@link everyType} read in a grid. */
export const expectedTexts: Readonly<Record<ContractType, readonly (string | null)[]>> = {
  int32: ["3", null, "1", "2", "5", "4", null],
  int64: ["9007199254740993", "9007199254740992", null, "-1", "4611686018427387905", "0", null],
  float64: ["1.5", "NaN", null, "-2", "0.25", "3", "2"],
  decimal: ["-12.50", null, "0.05", "1.00", "999999999999999.99", "0.00", null],
  text: ["b", null, "", "😀", '<b>&"x"</b>', 'B, c\n"q"', "b"],
  boolean: ["true", "false", null, "true", "true", "false", null],
  date: ["2022-02-05", null, "1970-01-01", "1969-12-31", "2022-02-06", "2022-02-04", null],
  timestamp: [
    "2022-02-05 10:00:00.000001",
    null,
    "1970-01-01 00:00:00",
    "1969-12-31 23:59:59.999999",
    "2022-02-05 10:00:00",
    "1970-01-01 00:00:01.5",
    null,
  ],
  instant: [
    "2022-02-05 10:00:00.001Z",
    null,
    "1970-01-01 00:00:00Z",
    "1969-12-31 23:59:59.999Z",
    "2022-02-05 10:00:00Z",
    "1970-01-01 00:00:01.5Z",
    null,
  ],
  zoned: [
    "2022-02-05 11:00:00.000001+01:00",
    null,
    "1970-01-01 01:00:00+01:00",
    "2022-08-04 12:00:00+02:00",
    "2022-02-05 11:00:00+01:00",
    "1970-01-01 01:00:03+01:00",
    null,
  ],
  list: ["[1,2]", null, "[]", "[3]", "[null,4]", "[1,2]", "[5]"],
  struct: ["Plum", "pear", "fig", "<i>", "é", "", "Fig"].map((b, a) => JSON.stringify({ a, b })),
  binary: ["0x00ff", null, "0x", "0x01", "0x0100", "0x02", null],
};

/** Rows of pseudo-random values, the same each time. */
export function manyRows(rows: number): readonly ContractColumn[] {
  const random = lehmer(42);
  const pick = <Value>(values: readonly Value[]): Value | null => values[random(values.length)] ?? null;
  const words = ["apple", "Banana", "cherry", "éclair", "", "ｚ", "😀", "date", "Elder berry", null];
  const column = (
    name: string,
    type: ContractType,
    value: (row: number) => ContractValue,
  ): ContractColumn => ({
    name,
    type,
    values: Array.from({ length: rows }, (_, row) => value(row)),
  });
  return [
    column("row", "int32", (row) => row),
    column("few", "int32", () => (random(10) === 0 ? null : random(7))),
    column("big", "int64", () => (random(20) === 0 ? null : 2n ** 53n + BigInt(random(1_000)))),
    column("float", "float64", () =>
      random(15) === 0 ? Number.NaN : random(15) === 0 ? null : (random(2_000) - 1_000) / 8,
    ),
    column("word", "text", () => pick(words)),
    column("long", "text", (row) => `${pick(words) ?? "none"} ${random(5_000)} of ${row}`),
    column("flag", "boolean", () => pick([true, false, null])),
  ];
}

function lehmer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
