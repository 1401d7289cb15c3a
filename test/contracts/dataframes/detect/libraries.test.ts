import assert from "node:assert/strict";
import * as arquero from "arquero";
import * as arrow from "apache-arrow";
import pl from "nodejs-polars";
import { toBundle } from "../../../../display/bundle.ts";
import { readFrame, words } from "../../../support/read-frame.ts";
import { describeVariable } from "../../../../kernel/output/describe-variable.ts";
import { useDuckdb } from "../../../support/use-duckdb.ts";

describe("frames of nodejs-polars", () => {
  it("are variables told in one line, as series are", () => {
    assert.deepEqual(describeVariable("v", pl.DataFrame({ day: ["2022-02-05"], count: [1] }), true), {
      name: "v",
      type: "DataFrame",
      shape: [1, 2],
      preview: "day: String, count: Float64",
    });
    assert.deepEqual(describeVariable("v", pl.Series("day", ["2022-02-05"]), true), {
      name: "v",
      type: "Series",
      shape: [1, 1],
      preview: "day: String",
    });
  });

  const frame = pl
    .DataFrame({ day: [new Date(0), null], name: ["<b>", null], list: [[1, 2], []], big: [2n ** 60n, 1n] })
    .withColumns(
      pl.lit("A").cast(pl.Categorical).alias("kind"),
      pl.col("big").cast(pl.Decimal(38, 2)).alias("price"),
      pl.col("day").cast(pl.Datetime("us", "Europe/Berlin")).alias("local"),
      pl.struct([pl.col("name")]).alias("inner"),
    );

  it("show their types and values", async () => {
    const { table, text, metadata } = await readFrame(frame.select("day", "name", "list", "big", "price"));
    assert.deepEqual(metadata, { frame: { rows: 2, columns: 5, shown: 2 } });
    assert.deepEqual(words(text).slice(0, 6), [
      ["DataFrame: 2 rows × 5 columns"],
      [""],
      ["day", "name", "list", "big", "price"],
      ["Datetime(ms)", "String", "List(Float64)", "UInt64", "Decimal(38,2)"],
      ["-------------------", "------", "-------------", "-------------------", "----------------------"],
      ["1970-01-01 00:00:00", "<b>", "[1,2]", "1152921504606846976", "1152921504606846976.00"],
    ]);
    assert.equal(table.getChild("big")?.get(0), 2n ** 60n);
  });

  it("show categories, zones and structs", async () => {
    const { text } = await readFrame(frame.select("kind", "local", "inner"));
    assert.deepEqual(words(text)[5], ["A", "1970-01-01 01:00:00+01:00", '{"name":"<b>"}']);
  });

  it("show when columns have the names of methods", async () => {
    const { text } = await readFrame(pl.DataFrame({ height: [1], dtypes: ["a"], head: [2] }));
    assert.deepEqual(words(text)[2], ["height", "dtypes", "head"]);
  });

  it("send the first thousand rows", async () => {
    const { table, metadata } = await readFrame(
      pl.DataFrame({ i: Array.from({ length: 1461 }, (_, i) => i) }),
    );
    assert.equal(table.numRows, 1000);
    assert.deepEqual(metadata, { frame: { rows: 1461, columns: 1, shown: 1000 } });
  });

  it("show without rows and without columns", async () => {
    assert.match((await readFrame(frame.head(0))).text, /^DataFrame: 0 rows × 8 columns/);
    assert.match((await readFrame(pl.DataFrame({}))).text, /^DataFrame: 0 rows × 0 columns/);
  });

  it("show a series as one column", async () => {
    const { text } = await readFrame(frame.getColumn("price"));
    assert.match(text, /^Series: 2 rows × 1 column\n/);
  });

  it("show the plan of what is not collected", async () => {
    const { data } = await toBundle(frame.lazy().filter(pl.col("big").gt(1)));
    assert.deepEqual(Object.keys(data), ["text/plain"]);
    assert.match(String(data["text/plain"]), /^LazyFrame, not collected[^]*FILTER/);
  });
});

describe("results of @duckdb/node-api", () => {
  const connection = useDuckdb();

  for (const [sql, type, shown] of [
    ["-1.50::decimal(10,2)", "DECIMAL(10,2)", "-1.50"],
    ["0.05::decimal(38,2)", "DECIMAL(38,2)", "0.05"],
    ["true", "BOOLEAN", "true"],
    ["(-128)::tinyint", "TINYINT", "-128"],
    ["9007199254740993", "BIGINT", "9007199254740993"],
    ["18446744073709551615::ubigint", "UBIGINT", "18446744073709551615"],
    ["12345678901234567890123::hugeint", "HUGEINT", "12345678901234567890123"],
    ["170141183460469231731687303715884105727::hugeint", "HUGEINT", "1701411834604692317316873037158…"],
    ["'nan'::double", "DOUBLE", "NaN"],
    ["1.1::float", "FLOAT", "1.1"],
    ["date '1969-12-31'", "DATE", "1969-12-31"],
    ["timestamp '1969-12-31 23:59:59.999999'", "TIMESTAMP", "1969-12-31 23:59:59.999999"],
    ["timestamp_ns '2020-01-01 10:00:00.123456789'", "TIMESTAMP_NS", "2020-01-01 10:00:00.123456789"],
    ["timestamptz '2020-06-01 10:00:00+02'", "TIMESTAMP WITH TIME ZONE", "2020-06-01 08:00:00Z"],
    ["'infinity'::timestamp", "TIMESTAMP", "infinity"],
    ["time '10:00:01'", "TIME", "10:00:01"],
    ["interval 3 days", "INTERVAL", "3 days"],
    ["'\\xAA\\x01'::blob", "BLOB", "0xaa01"],
    ["uuid '6b0c450d-9f2d-45a8-a111-193bfca9e959'", "UUID", "6b0c450d-9f2d-45a8-a111-193bfca…"],
    ["[1, null]", "INTEGER[]", "[1,null]"],
    [
      "{'x': 1.5, 'y': [date '2020-01-01']}",
      'STRUCT("x" DECIMAL(2,1), "y" DA…',
      '{"x":"1.5","y":["2020-01-01"]}',
    ],
    ["map{'k': 1}", "MAP(VARCHAR, INTEGER)", '{"k":1}'],
    ["null", "INTEGER", "null"],
  ] as const) {
    it(`show ${sql}`, async () => {
      const { text } = await readFrame(await connection().run(`select ${sql} as v`));
      const [, , , types, , value] = words(text);
      assert.deepEqual([types, value], [[type], [shown]]);
    });
  }

  it("keep columns of the same name apart", async () => {
    const { table, text } = await readFrame(await connection().run("select 1 as a, 'x' as a"));
    assert.deepEqual(words(text)[5], ["1", "x"]);
    assert.equal(table.numCols, 2);
  });

  it("tell how far a reader has read", async () => {
    const { text, metadata } = await readFrame(await connection().runAndReadUntil("from range(10000)", 10));
    assert.match(text, /^DuckDB result: 2,048 rows so far × 1 column\nNot read to the end/);
    assert.deepEqual(metadata, { frame: { rows: null, columns: 1, shown: 1000 } });
    assert.match((await readFrame(await connection().runAndReadAll("from range(3)"))).text, /: 3 rows/);
  });

  it("leave a stream unread", async () => {
    const result = await connection().stream("select 1 as one");
    assert.match(String((await toBundle(result)).data["text/plain"]), /streams, not read: one \(INTEGER\)/);
    assert.deepEqual(await result.getRowsJS(), [[1]]);
  });

  it("say what a statement without rows did", async () => {
    const plain = async (sql: string): Promise<unknown> =>
      (await toBundle(await connection().run(sql))).data["text/plain"];
    assert.equal(await plain("create table t (i int)"), "Done: the statement gives no rows.");
    assert.equal(await plain("insert into t values (1), (2)"), "Done: rows changed: 2.");
    assert.match(String(await plain("from t where i > 2")), /^DuckDB result: 0 rows × 1 column/);
  });
});

describe("tables of apache-arrow", () => {
  const decimals = arrow.vectorFromArray(
    [Uint32Array.of(150, 0, 0, 0), Uint32Array.of(0xffffff6a, 0xffffffff, 0xffffffff, 0xffffffff)],
    new arrow.Decimal(2, 10, 128),
  );
  const table = new arrow.Table({
    price: decimals,
    at: arrow.vectorFromArray([new Date(1), null], new arrow.TimestampNanosecond("America/New_York")),
    day: arrow.vectorFromArray([new Date(-86_400_000), null], new arrow.DateDay()),
    word: arrow.vectorFromArray(["a", null]),
    inner: arrow.vectorFromArray([
      { a: 1, b: [1, 2] },
      { a: 2, b: [] },
    ]),
    big: arrow.vectorFromArray([2n ** 60n, null], new arrow.Int64()),
  });

  it("show their types and values, decimals with their point", async () => {
    const { text } = await readFrame(table.select(["price", "at", "day", "word"]));
    assert.deepEqual(words(text).slice(3), [
      ["Decimal(10, 2)", "Timestamp<NANOSECOND, America/N…", "Date32<DAY>", "Dictionary<Int32, Utf8>"],
      ["--------------", "--------------------------------", "-----------", "-----------------------"],
      ["1.50", "1969-12-31 19:00:00.001-05:00", "1969-12-31", "a"],
      ["-1.50", "null", "null", "null"],
    ]);
    const rest = await readFrame(table.select(["inner", "big"]));
    assert.deepEqual(words(rest.text)[5], ['{"a":1,"b":[1,2]}', "1152921504606846976"]);
  });

  it("show slices, batches and vectors", async () => {
    assert.deepEqual(words((await readFrame(table.slice(1).select(["price"]))).text)[5], ["-1.50"]);
    assert.match((await readFrame(table.batches[0])).text, /^RecordBatch: 2 rows × 6 columns/);
    assert.match((await readFrame(decimals)).text, /^Vector: 2 rows × 1 column/);
  });
});

describe("tables of arquero", () => {
  it("show as they are filtered and ordered", async () => {
    const table = arquero
      .table({ a: [1, 2, 3], b: ["x", null, "z"] })
      .filter(arquero.escape((row: { a: number }) => row.a > 1))
      .orderby(arquero.desc("a"));
    const { text } = await readFrame(table);
    assert.match(text, /^Table: 2 rows × 2 columns/);
    assert.deepEqual(words(text).slice(5), [
      ["3", "z"],
      ["2", "null"],
    ]);
  });
});

describe("frames of danfojs-node", () => {
  it("show with an index that says something, and NaN apart from what is missing", async function () {
    this.timeout(300_000);
    const { DataFrame, Series } = await import("danfojs-node");
    const frame = new DataFrame({ a: [1, Number.NaN], b: ["x", undefined] }, { index: ["p", "q"] });
    assert.deepEqual(words((await readFrame(frame)).text).slice(2), [
      ["index", "a", "b"],
      ["index", "float32", "string"],
      ["-----", "-------", "------"],
      ["p", "1", "x"],
      ["q", "NaN", "null"],
    ]);
    assert.match((await readFrame(new Series([1, 2]))).text, /^Series: 2 rows × 1 column/);
  });
});
