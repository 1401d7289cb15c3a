import { attacks } from "../renderer/attacks.ts";
import { beginning, empty, megabyte, megabyteCode, missing, nan, wide } from "./trap.ts";
import type { LibraryTraps } from "./trap.ts";

const numbers = (count: number): string => `n: [${Array.from({ length: count }, (_, n) => n).join(", ")}]`;

export const polarsTraps: LibraryTraps = {
  library: "nodejs-polars",
  setup: 'import pl from "nodejs-polars";\nimport * as arrow from "apache-arrow";',
  traps: [
    {
      title: "integers beyond 2^53",
      cell: `pl.DataFrame({ ${numbers(4)}, text: ["9007199254740993", "-9223372036854775808", "9223372036854775807", null] })
  .select(pl.col("n"), pl.col("text").cast(pl.Int64).alias("int64"), pl.col("text").str.replace("-.*", "18446744073709551615").cast(pl.UInt64).alias("uint64"))`,
      heads: ["n", "int64", "uint64"],
      rows: [
        ["0", "9007199254740993", "9007199254740993"],
        ["1", "-9223372036854775808", "18446744073709551615"],
        ["2", "9223372036854775807", "9223372036854775807"],
        ["3", missing, missing],
      ],
      ascending: [1, 0, 2, 3],
      descending: [2, 0, 1, 3],
    },
    {
      title: "decimals",
      cell: `pl.DataFrame({ ${numbers(4)}, d: ["-0.05", "12345678901234567890.12", "0.10", null] }).withColumn(pl.col("d").cast(pl.Decimal(38, 2)))`,
      heads: ["n", "d"],
      rows: [
        ["0", "-0.05"],
        ["1", "12345678901234567890.12"],
        ["2", "0.10"],
        ["3", missing],
      ],
      ascending: [0, 2, 1, 3],
      descending: [1, 2, 0, 3],
    },
    {
      title: "instants around the change of the clock",
      cell: `pl.DataFrame({ ${numbers(5)}, at: [1648342799000n, 1648342800000n, 1667089800000n, 1667093400000n, null].map((t) => t === null ? null : new Date(Number(t))) })
  .withColumns(pl.col("at").cast(pl.Datetime("us", "Europe/Prague")), pl.col("at").cast(pl.Datetime("ns")).alias("plain"), pl.col("at").cast(pl.Date).alias("day"))`,
      heads: ["n", "at", "plain", "day"],
      rows: [
        ["0", "2022-03-27 01:59:59+01:00", "2022-03-27 00:59:59", "2022-03-27"],
        ["1", "2022-03-27 03:00:00+02:00", "2022-03-27 01:00:00", "2022-03-27"],
        ["2", "2022-10-30 02:30:00+02:00", "2022-10-30 00:30:00", "2022-10-30"],
        ["3", "2022-10-30 02:30:00+01:00", "2022-10-30 01:30:00", "2022-10-30"],
        ["4", missing, missing, missing],
      ],
      ascending: [0, 1, 2, 3, 4],
      descending: [3, 2, 1, 0, 4],
    },
    {
      title: "nested values",
      cell: `pl.DataFrame({ ${numbers(3)}, list: [[1, 2], [], null], name: ["<b>", null, "c"] })
  .withColumns(pl.col("list").cast(pl.List(pl.Int64)), pl.struct([pl.col("name"), pl.col("list").cast(pl.List(pl.Int64))]).alias("inner")).drop("name")`,
      heads: ["n", "list", "inner"],
      rows: [
        ["0", "[1, 2]", '{"name": "<b>", "list": [1, 2]}'],
        ["1", "[]", '{"name": null, "list": []}'],
        ["2", missing, '{"name": "c", "list": null}'],
      ],
    },
    {
      title: "NaN, null and empty text",
      cell: `pl.DataFrame({ ${numbers(5)}, x: [NaN, null, -1.5, Infinity, 0.1 + 0.2], s: ["", null, "null", "NaN", undefined] })`,
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
      cell: `pl.DataFrame({ n: ${JSON.stringify(attacks.slice(0, 4).map((_, n) => n))}, ${JSON.stringify(attacks[0])}: ${JSON.stringify(attacks.slice(0, 4))}, ${JSON.stringify(attacks[1])}: ${JSON.stringify(attacks.slice(4, 8))} })`,
      heads: ["n", attacks[0] ?? "", attacks[1] ?? ""],
      rows: [0, 1, 2, 3].map((n) => [String(n), attacks[n] ?? "", attacks[n + 4] ?? ""]),
      ascending: [1, 0, 2, 3],
      descending: [3, 2, 0, 1],
    },
    {
      title: "an empty column name",
      cell: `pl.DataFrame({ ${numbers(2)}, "": ["a", "b"] })`,
      heads: ["n", ""],
      rows: [
        ["0", "a"],
        ["1", "b"],
      ],
      ascending: [0, 1],
      descending: [1, 0],
    },
    { title: "no rows", cell: `pl.DataFrame({ n: [1], s: ["a"] }).head(0)`, heads: ["n", "s"], rows: [] },
    { title: "no columns", cell: "pl.DataFrame({})", heads: [], rows: [] },
    {
      title: "10,000 columns",
      cell: `pl.DataFrame(Object.fromEntries(Array.from({ length: ${wide} }, (_, c) => ["c" + c, [0, 1, 2].map((n) => n * ${wide} + c)])))`,
      heads: ["c0", "c1", "c2"],
      rows: [0, 1, 2].map((n) => [0, 1, 2].map((c) => String(n * wide + c))),
      ascending: [0, 1, 2],
      descending: [2, 1, 0],
      width: wide,
    },
    {
      title: "texts of a megabyte",
      cell: `pl.DataFrame({ ${numbers(2)}, s: [${megabyteCode("y")}, ${megabyteCode("x")}] })`,
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
      // It has no way of its own from JavaScript to binary values.
      cell: "pl.readIPCStream(Buffer.from(arrow.tableToIPC(new arrow.Table({ n: arrow.makeVector(Int32Array.of(0, 1, 2)), b: arrow.vectorFromArray([Uint8Array.of(0, 255), new Uint8Array(), null], new arrow.Binary()) }), 'stream')))",
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
      title: "duplicate column names",
      why: "a frame refuses them",
      tried: { cell: 'pl.DataFrame([pl.Series("a", [1]), pl.Series("a", [2])])', says: /duplicate/i },
    },
    { title: "mixed arrays", why: "a column has one type" },
  ],
};
