/** What a column is must not depend on who is asked: the engine over all rows, or the page about the rows that came. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { DuckDBInstance } from "@duckdb/node-api";
import * as arrow from "apache-arrow";
import pl from "nodejs-polars";
import { readTable } from "../../../../dataframes/view/table/table.ts";
import { openColumns } from "../../../../dataframes/engines/columns/open-columns.ts";
import { openDuckdb } from "../../../../dataframes/engines/duckdb/open-duckdb.ts";
import type { DataframeEngine } from "../../../../dataframes/engines/engine.ts";
import { openPolars } from "../../../../dataframes/engines/polars/open-polars.ts";
import { toBundle } from "../../../../display/bundle.ts";
import type { ColumnRole } from "../../../../dataframes/protocol/reply.ts";

/** By the name of each column. */
type Roles = Readonly<Record<string, ColumnRole>>;

async function pageRoles(frame: unknown): Promise<Roles> {
  const { data } = await toBundle(frame);
  const stream = data["application/vnd.apache.arrow.stream"];
  assert.ok(typeof stream === "string");
  const { columns } = readTable(Buffer.from(stream, "base64"));
  return Object.fromEntries(columns.map(({ name, use }) => [name, use.role]));
}

function engineRoles(engine: DataframeEngine): Roles {
  return Object.fromEntries(engine.describe().columns.map(({ name, role }) => [name, role]));
}

/** `asText`: columns whose values the first rows bring as text, so that the page takes them for such. */
const libraries: readonly {
  readonly library: string;
  readonly make: () => Promise<{ readonly frame: unknown; readonly engine: DataframeEngine }>;
  readonly roles: Roles;
  readonly asText?: readonly string[];
}[] = [
  {
    library: "nodejs-polars",
    make: () => {
      const micros = pl.col("n").mul(1_000_000);
      const frame = pl
        .DataFrame({ n: [1, 2], text: ["a", "b"], flag: [true, false], list: [[1], [2]] })
        .withColumns(
          pl.col("n").cast(pl.Int64).alias("int"),
          pl.col("n").cast(pl.Decimal(10, 2)).alias("decimal"),
          pl.col("n").cast(pl.Date).alias("day"),
          micros.cast(pl.Datetime("us")).alias("instant"),
          micros.cast(pl.Int64).cast(pl.Time).alias("clock"),
          micros.cast(pl.Duration("us")).alias("duration"),
          pl.col("text").cast(pl.Categorical).alias("category"),
          pl.struct([pl.col("text")]).alias("struct"),
          pl.lit(null).alias("nothing"),
        );
      return Promise.resolve({ frame, engine: openPolars(frame, createRequire(import.meta.url)) });
    },
    roles: {
      n: "number",
      text: "text",
      flag: "boolean",
      list: "nested",
      int: "number",
      decimal: "number",
      day: "time",
      instant: "time",
      clock: "text",
      duration: "text",
      category: "text",
      struct: "nested",
      nothing: "null",
    },
  },
  {
    library: "@duckdb/node-api",
    make: async () => {
      const connection = await (await DuckDBInstance.create()).connect();
      const frame = await connection.runAndReadAll(
        `select 1 as n, 1.5::decimal(10, 2) as decimal, 'a' as text, true as flag, 'b'::enum('b') as category,
          '\\x00'::blob as bytes, date '2022-02-05' as day, timestamp '2022-02-05 10:00:00' as instant,
          time '10:00:00' as clock, timetz '10:00:00+01' as zoned_clock, interval 1 hour as duration, uuid() as id,
          '101'::bit as bits, [1] as list, {'a': 1} as struct, map {'a': 1} as map`,
      );
      return { frame, engine: openDuckdb(frame) };
    },
    roles: {
      n: "number",
      decimal: "number",
      text: "text",
      flag: "boolean",
      category: "text",
      bytes: "bytes",
      day: "time",
      instant: "time",
      clock: "text",
      zoned_clock: "text",
      duration: "text",
      id: "text",
      bits: "text",
      list: "nested",
      struct: "nested",
      map: "nested",
    },
    asText: ["list", "struct", "map"],
  },
  {
    library: "apache-arrow",
    make: () => {
      const vector = (values: readonly unknown[], type: arrow.DataType): arrow.Vector =>
        arrow.vectorFromArray(values, type);
      const frame = new arrow.Table({
        n: vector([1], new arrow.Int32()),
        text: vector(["a"], new arrow.Utf8()),
        flag: vector([true], new arrow.Bool()),
        category: vector(["a"], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
        bytes: vector([Uint8Array.of(1)], new arrow.Binary()),
        day: vector([new Date(0)], new arrow.DateDay()),
        instant: vector([new Date(0)], new arrow.TimestampMillisecond()),
        clock: vector([1n], new arrow.TimeMicrosecond()),
        duration: vector([1n], new arrow.DurationMicrosecond()),
        list: vector([[1]], new arrow.List(new arrow.Field("item", new arrow.Int32()))),
        struct: vector([{ a: 1 }], new arrow.Struct([new arrow.Field("a", new arrow.Int32())])),
      });
      return Promise.resolve({ frame, engine: openColumns(frame) });
    },
    roles: {
      n: "number",
      text: "text",
      flag: "boolean",
      category: "text",
      bytes: "bytes",
      day: "time",
      instant: "time",
      clock: "text",
      duration: "text",
      list: "nested",
      struct: "nested",
    },
    asText: ["list", "struct"],
  },
  {
    library: "arrays of objects",
    make: () => {
      const frame = [
        { n: 1, big: 1n, text: "a", flag: true, bytes: Uint8Array.of(1), at: new Date(0), list: [1] },
        { n: 2, big: 2n, text: "b", flag: false, bytes: null, at: null, list: [] },
      ];
      return Promise.resolve({ frame, engine: openColumns(frame) });
    },
    roles: {
      n: "number",
      big: "number",
      text: "text",
      flag: "boolean",
      bytes: "bytes",
      at: "time",
      list: "nested",
    },
    asText: ["list"],
  },
];

for (const { library, make, roles, asText = [] } of libraries)
  describe(`columns of ${library}`, () => {
    it("are the same to the engine and to the page", async () => {
      const { frame, engine } = await make();
      assert.deepEqual(engineRoles(engine), roles);
      const inPage = Object.entries(roles).map(([name, role]) => [
        name,
        asText.includes(name) ? "text" : role,
      ]);
      assert.deepEqual(await pageRoles(frame), Object.fromEntries(inPage));
    });
  });
