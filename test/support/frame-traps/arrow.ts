import { attacks } from "../renderer/attacks.ts";
import { beginning, empty, megabyte, megabyteCode, missing, nan, wide } from "./trap.ts";
import type { LibraryTraps } from "./trap.ts";

const count = (rows: number): string =>
  `n: Int32Array.of(${Array.from({ length: rows }, (_, n) => n).join(", ")})`;
const text = (values: readonly (string | null)[]): string =>
  `arrow.vectorFromArray(${JSON.stringify(values)}, new arrow.Utf8())`;

export const arrowTraps: LibraryTraps = {
  library: "apache-arrow",
  setup: `import * as arrow from "apache-arrow";
const table = (columns: Record<string, any>) => new arrow.Table(Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values instanceof arrow.Vector ? values : arrow.makeVector(values)])));`,
  traps: [
    {
      title: "integers beyond 2^53",
      cell: `table({ ${count(4)}, int64: arrow.vectorFromArray([9007199254740993n, -9223372036854775808n, 9223372036854775807n, null], new arrow.Int64()), uint64: arrow.vectorFromArray([18446744073709551615n, 0n, 1n, null], new arrow.Uint64()) })`,
      heads: ["n", "int64", "uint64"],
      rows: [
        ["0", "9007199254740993", "18446744073709551615"],
        ["1", "-9223372036854775808", "0"],
        ["2", "9223372036854775807", "1"],
        ["3", missing, missing],
      ],
      ascending: [1, 0, 2, 3],
      descending: [2, 0, 1, 3],
    },
    {
      title: "decimals",
      // -0.05, 12345678901234567890.12 and 0.10, by their words.
      cell: `table({ ${count(3)}, d: arrow.vectorFromArray([-5n, 1234567890123456789012n, 10n].map((whole) => Uint32Array.from({ length: 4 }, (_, word) => Number(BigInt.asUintN(32, whole >> BigInt(32 * word))))), new arrow.Decimal(2, 38, 128)) })`,
      heads: ["n", "d"],
      rows: [
        ["0", "-0.05"],
        ["1", "12345678901234567890.12"],
        ["2", "0.10"],
      ],
      ascending: [0, 2, 1],
      descending: [1, 2, 0],
    },
    {
      title: "instants around the change of the clock",
      cell: `table({ ${count(5)}, at: arrow.vectorFromArray([1648342799000, 1648342800000, 1667089800000, 1667093400000, null].map((at) => at === null ? null : new Date(at)), new arrow.TimestampMicrosecond("Europe/Prague")), day: arrow.vectorFromArray([new Date("2022-03-27"), new Date("2022-03-27"), new Date("1969-12-31"), null, null], new arrow.DateDay()) })`,
      heads: ["n", "at", "day"],
      rows: [
        ["0", "2022-03-27 01:59:59+01:00", "2022-03-27"],
        ["1", "2022-03-27 03:00:00+02:00", "2022-03-27"],
        ["2", "2022-10-30 02:30:00+02:00", "1969-12-31"],
        ["3", "2022-10-30 02:30:00+01:00", missing],
        ["4", missing, missing],
      ],
      ascending: [0, 1, 2, 3, 4],
      descending: [3, 2, 1, 0, 4],
    },
    {
      title: "nested values",
      cell: `table({ ${count(3)}, o: arrow.vectorFromArray([{ name: "<b>", list: [1, 2] }, { name: null, list: [] }, null], new arrow.Struct([new arrow.Field("name", new arrow.Utf8(), true), new arrow.Field("list", new arrow.List(new arrow.Field("item", new arrow.Float64(), true)), true)])) })`,
      heads: ["n", "o"],
      rows: [
        ["0", '{"name":"<b>","list":[1,2]}'],
        ["1", '{"name":null,"list":[]}'],
        ["2", missing],
      ],
    },
    {
      title: "NaN, null and empty text",
      cell: `table({ ${count(5)}, x: arrow.vectorFromArray([NaN, null, -1.5, Infinity, 0.1 + 0.2], new arrow.Float64()), s: ${text(["", null, "null", "NaN", "undefined"])} })`,
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
      cell: `table({ ${count(4)}, ${JSON.stringify(attacks[0])}: ${text(attacks.slice(0, 4))}, ${JSON.stringify(attacks[1])}: ${text(attacks.slice(4, 8))} })`,
      heads: ["n", attacks[0] ?? "", attacks[1] ?? ""],
      rows: [0, 1, 2, 3].map((n) => [String(n), attacks[n] ?? "", attacks[n + 4] ?? ""]),
      ascending: [1, 0, 2, 3],
      descending: [3, 2, 0, 1],
    },
    {
      title: "duplicate and empty column names",
      cell: `(() => { const made = table({ ${count(2)}, b: ${text(["y", "x"])}, c: ${text(["p", "q"])}, d: ${text(["r", "s"])} });
  const names = ["n", "a", "a", ""];
  const schema = new arrow.Schema(made.schema.fields.map((field, index) => new arrow.Field(names[index], field.type, true)));
  return new arrow.Table(schema, made.batches.map((batch) => new arrow.RecordBatch(schema, batch.data))); })()`,
      heads: ["n", "a", "a", ""],
      rows: [
        ["0", "y", "p", "r"],
        ["1", "x", "q", "s"],
      ],
      ascending: [1, 0],
      descending: [0, 1],
    },
    {
      title: "no rows",
      cell: `table({ ${count(1)}, s: ${text(["a"])} }).slice(0, 0)`,
      heads: ["n", "s"],
      rows: [],
    },
    { title: "no columns", cell: "new arrow.Table()", heads: [], rows: [] },
    {
      title: "10,000 columns",
      cell: `table(Object.fromEntries(Array.from({ length: ${wide} }, (_, c) => ["c" + c, Int32Array.of(c, ${wide} + c, 2 * ${wide} + c)])))`,
      heads: ["c0", "c1", "c2"],
      rows: [0, 1, 2].map((n) => [0, 1, 2].map((c) => String(n * wide + c))),
      ascending: [0, 1, 2],
      descending: [2, 1, 0],
      width: wide,
    },
    {
      title: "texts of a megabyte",
      cell: `table({ ${count(2)}, s: arrow.vectorFromArray([${megabyteCode("y")}, ${megabyteCode("x")}], new arrow.Utf8()) })`,
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
      cell: `table({ ${count(3)}, b: arrow.vectorFromArray([Uint8Array.of(0, 255), new Uint8Array(), null], new arrow.Binary()) })`,
      heads: ["n", "b"],
      rows: [
        ["0", "0x00ff"],
        ["1", "0x"],
        ["2", missing],
      ],
    },
  ],
  none: [{ title: "mixed arrays", why: "a vector has one type" }],
};
