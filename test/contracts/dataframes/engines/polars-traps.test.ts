import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { duration, int64, timeNanosecond, timestamp } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import pl from "nodejs-polars";
import { DataframeError } from "../../../../dataframes/protocol/dataframe-error.ts";
import type { DataframeEngine } from "../../../../dataframes/engines/engine.ts";
import { openPolars, openPolarsLazy } from "../../../../dataframes/engines/polars/open-polars.ts";
import { writeStream } from "../../../../dataframes/values/write-stream.ts";
import { toBundle } from "../../../../display/bundle.ts";
import { wholeFrame } from "../../../../dataframes/protocol/view.ts";
import type { Filter, View } from "../../../../dataframes/protocol/view.ts";
import { readStream } from "../../../support/frame-engine/read-back.ts";
import { polarsFrame } from "../../../support/frame-engine/polars-frame.ts";

const require = createRequire(import.meta.url);
const never = new AbortController().signal;
const open = (frame: object): DataframeEngine => openPolars(frame, require);

async function rowsOf(engine: DataframeEngine, view: Partial<View> = {}, columns = [0]): Promise<unknown> {
  const asked = { view: { ...wholeFrame, ...view }, offset: 0, limit: 100, columns };
  return readStream((await engine.window(asked, never)).stream).rows.map((row) =>
    row.length === 1 ? row[0] : row,
  );
}

const among = (...values: (string | null)[]): Partial<View> => ({
  filters: [{ kind: "among", column: 0, values, not: false }],
});
const range = (from?: string, to?: string): Partial<View> => ({
  filters: [
    {
      kind: "range",
      column: 0,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  ],
});
const contains = (text: string): Filter => ({ kind: "contains", column: 0, text });
const down = { sort: [{ column: 0, descending: true }] };
const isUnsupported = (error: unknown): boolean =>
  error instanceof DataframeError && error.code === "unsupported";

/** A column of whole numbers that stand for something else. */
function counted(type: DataType, values: readonly (bigint | null)[]): pl.DataFrame {
  const encoding = { type, raw: int64(), encode: (value: unknown) => value };
  return pl.readIPCStream(Buffer.from(writeStream([{ name: "a", values, encoding }])));
}

describe("an engine for nodejs-polars", () => {
  it("answers for columns whose names hide methods or mean several columns", async () => {
    const names = ["lazy", "slice", "select", "height", "shape", "columns", "writeIPCStream", "dtypes", "getColumns", "_s", "inner", "collect", "then", "*", "^.*$", "row", "index", ""]; // prettier-ignore
    const frame = pl.DataFrame(
      Object.fromEntries(names.map((name, place) => [name, [`${place}`, "b", null]])),
    );
    const engine = open(frame);
    assert.deepEqual(
      engine.describe().columns.map(({ name }) => name),
      names,
    );
    assert.equal(engine.describe().rows, 3);
    for (const [place] of names.entries()) {
      assert.deepEqual(await rowsOf(engine, {}, [place]), [`${place}`, "b", null]);
      const view: View = {
        ...wholeFrame,
        sort: [{ column: place, descending: true }],
        filters: [{ kind: "missing", column: place, missing: false }],
      };
      assert.deepEqual(await rowsOf(engine, view, [place]), ["b", `${place}`]);
    }
    const [summary] = await engine.summarize(wholeFrame, [6], never);
    assert.deepEqual([summary?.distinct, summary?.nulls], [2, 1]);
  });

  it("answers for a series", async () => {
    const engine = open(pl.Series("a", [3, 1, null]));
    assert.deepEqual([engine.describe().kind, engine.describe().rows], ["Series", 3]);
    assert.deepEqual(await rowsOf(engine, down), ["3", "1", null]);
    const view: View = { ...wholeFrame, filters: [{ kind: "range", column: 0, from: "2" }] };
    assert.equal(
      engine.code(view, [0], "prices"),
      'prices.toFrame().filter(pl.col("a").gtEq(2).and(pl.col("a").isNotNan()))',
    );
  });

  it("writes code as one would by hand", () => {
    const frame = polarsFrame([
      { name: "country", type: "text", values: ["CZ"] },
      { name: "total", type: "int64", values: [100n] },
      { name: "paid", type: "zoned", values: [0n] },
    ]);
    const filters: Filter[] = [
      { kind: "among", column: 0, values: ["CZ"], not: false },
      { kind: "range", column: 1, from: "100" },
    ];
    const view = { filters, search: "", sort: [{ column: 1, descending: true }] };
    assert.equal(
      open(frame).code(view, [0, 1], "orders"),
      'orders.filter(pl.col("country").eq(pl.lit("CZ")).and(pl.col("total").gtEq(100))).sort([pl.col("total")], [true], [true], true).select("country", "total")',
    );
    const since: Filter[] = [{ kind: "range", column: 2, from: "2022-02-05T10:00:00Z" }];
    assert.equal(
      openPolarsLazy(frame.lazy(), require).code({ ...wholeFrame, filters: since }, [0, 1, 2], "orders"),
      'await orders.filter(pl.col("paid").gtEq(pl.lit(new Date("2022-02-05T10:00:00.000Z")).cast(pl.Datetime("us", "Europe/Berlin")))).collect()',
    );
  });

  it("writes code that means one column, whatever its name would mean", async () => {
    const frame = pl.DataFrame({ "*": ["b", "a", "a"], "^.*$": ["x", "x", "y"], "": [1, 2, 3] });
    const filters: Filter[] = [contains("A"), { kind: "among", column: 1, values: ["x"], not: false }];
    const code = open(frame).code({ ...wholeFrame, filters }, [1, 0, 2], "orders");
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that it runs is what is tested
    const run: unknown = new Function("orders", "pl", `return ${code}`);
    // SAFETY: made above; it gives a frame, as the code begins with one and has only its methods.
    const found = (run as (orders: object, polars: unknown) => object)(frame, pl);
    assert.deepEqual(await rowsOf(open(found), {}, [0, 1, 2]), [["x", "a", "2"]]);
  });

  it("compares integers of every width, also with what they cannot hold", async () => {
    const frame = (type: object): pl.DataFrame =>
      pl.DataFrame([pl.Series("a", ["0", "5", "127"], pl.String).cast(type as pl.DataType)]);
    for (const type of [pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64]) {
      const engine = open(frame(type));
      assert.deepEqual(await rowsOf(engine, range("1", "99999999999999999999999")), ["5", "127"]);
      assert.deepEqual(await rowsOf(engine, range("-99999999999999999999999", "5.5")), ["0", "5"]);
      assert.deepEqual(await rowsOf(engine, range("99999999999999999999999")), []);
      assert.deepEqual(await rowsOf(engine, among("300", "5", "4.5", "127")), ["5", "127"]);
      const [summary] = await engine.summarize(wholeFrame, [0], never);
      assert.deepEqual([summary?.min, summary?.max, summary?.histogram?.counts.length], ["0", "127", 24]);
    }
    const wide = open(pl.DataFrame([pl.Series("a", ["18446744073709551615", "18446744073709551614", "9007199254740993"], pl.String).cast(pl.UInt64)])); // prettier-ignore
    assert.deepEqual(await rowsOf(wide, range("18446744073709551615")), ["18446744073709551615"]);
    assert.deepEqual(await rowsOf(wide, among("9007199254740993", "9007199254740992")), ["9007199254740993"]);
    const [summary] = await wide.summarize(wholeFrame, [0], never);
    assert.equal(summary?.histogram?.edges.at(-1), "18446744073709551615");
    assert.deepEqual([summary.histogram.counts[0], summary.histogram.counts.at(-1)], [1, 2]);
  });

  it("compares decimals to the last digit", async () => {
    const engine = open(
      polarsFrame([{ name: "a", type: "decimal", values: [10n, 20n, 30n, 99_999_999_999_999_999n, null] }]),
    );
    assert.deepEqual(await rowsOf(engine, range("0.101", "0.3")), ["0.20", "0.30"]);
    assert.deepEqual(await rowsOf(engine, among("0.3", "999999999999999.99", "0.205")), [
      "0.30",
      "999999999999999.99",
    ]);
    assert.deepEqual(await rowsOf(engine, range("999999999999999.98")), ["999999999999999.99"]);
  });

  it("compares nanoseconds", async () => {
    const day = 1_644_055_200_000_000_000n;
    const engine = open(counted(timestamp(3, "Europe/Prague"), [day, day + 1n, null]));
    assert.deepEqual(await rowsOf(engine, range("2022-02-05T10:00:00.000000001Z")), [
      "2022-02-05 11:00:00.000000001+01:00",
    ]);
    assert.deepEqual(await rowsOf(engine, { filters: [contains("2022-02-05T10:00:00.000000001")] }), ["2022-02-05 11:00:00.000000001+01:00"]); // prettier-ignore
    assert.deepEqual(await rowsOf(engine, { search: "11:00:00.000000001+01" }), [
      "2022-02-05 11:00:00.000000001+01:00",
    ]);
    const [summary] = await engine.summarize(wholeFrame, [0], never);
    assert.deepEqual([summary?.min, summary?.max, summary?.histogram?.counts], ["2022-02-05T10:00:00Z", "2022-02-05T10:00:00.000000001Z", [2]]); // prettier-ignore
  });

  it("knows times of day and durations by their clock", async () => {
    const second = 1_000_000_000n;
    const times = open(counted(timeNanosecond(), [36_000n * second + 5n, null, second]));
    assert.deepEqual(times.describe().columns[0]?.role, "text");
    assert.deepEqual(await rowsOf(times, down), ["10:00:00.000000005", "00:00:01", null]);
    assert.deepEqual(await rowsOf(times, among("10:00:00.000000005", null)), ["10:00:00.000000005", null]);
    assert.deepEqual(await rowsOf(times, range("09:00:00")), ["10:00:00.000000005"]);
    assert.deepEqual(await rowsOf(times, { search: "10:00" }), ["10:00:00.000000005"]);
    const lengths = open(counted(duration(2), [90_000_000_000n, null, -1_500_000n, 1n]));
    assert.deepEqual(await rowsOf(lengths, down), ["25:00:00", "00:00:00.000001", "-00:00:01.5", null]);
    assert.deepEqual(await rowsOf(lengths, among("25:00:00", "-00:00:01.5")), ["25:00:00", "-00:00:01.5"]);
    assert.deepEqual(await rowsOf(lengths, range(undefined, "00:00:00")), ["-00:00:01.5"]);
    const { values } = await lengths.values(wholeFrame, 0, "", 10, never);
    assert.deepEqual(
      new Set(values.map(({ value }) => value)),
      new Set(["25:00:00", null, "-00:00:01.5", "00:00:00.000001"]),
    );
    const [summary] = await lengths.summarize(wholeFrame, [0], never);
    assert.deepEqual([summary?.distinct, summary?.nulls], [3, 1]);
  });

  it("takes categories for the text they are", async () => {
    const frame = pl.DataFrame({ a: ["pear", "apple", null, "pear", "Žito"] });
    const engine = open(frame.select(pl.col("a").cast(pl.Categorical)));
    assert.deepEqual(await rowsOf(engine, { sort: [{ column: 0, descending: false }] }), [
      "apple",
      "pear",
      "pear",
      "Žito",
      null,
    ]);
    assert.deepEqual(await rowsOf(engine, among("apple", "Žito")), ["apple", "Žito"]);
    assert.deepEqual(await rowsOf(engine, among("pear")), ["pear", "pear"]);
    assert.deepEqual(await rowsOf(engine, { filters: [contains("žI")] }), ["Žito"]);
    const [summary] = await engine.summarize(wholeFrame, [0], never);
    assert.deepEqual([summary?.distinct, summary?.top?.[0]], [3, { value: "pear", count: 2 }]);
    const chart = { kind: "bar", x: 0, aggregate: "count", most: 5 } as const;
    assert.deepEqual(readStream((await engine.chart(wholeFrame, chart, never)).stream).rows, [["pear", "2"], ["apple", "1"], ["Žito", "1"]]); // prettier-ignore
  });

  it("keeps NaN, infinity and nothing apart", async () => {
    const engine = open(pl.DataFrame({ a: [1, Number.NaN, null, Number.POSITIVE_INFINITY, -0.5] }));
    assert.deepEqual(await rowsOf(engine, among("NaN")), ["NaN"]);
    assert.deepEqual(await rowsOf(engine, among("NaN", null)), ["NaN", null]);
    assert.deepEqual(await rowsOf(engine, range("1")), ["1", "Infinity"]);
    assert.deepEqual(await rowsOf(engine, { search: "infin" }), ["Infinity"]);
    assert.deepEqual(await rowsOf(engine, { filters: [contains("1")] }), ["1"]);
    const { values } = await engine.values(wholeFrame, 0, "", 10, never);
    assert.deepEqual(
      new Set(values.map(({ value }) => value)),
      new Set(["1", "NaN", null, "Infinity", "-0.5"]),
    );
  });

  it("refuses what bytes and nested values cannot do, and only that", async () => {
    const frame = polarsFrame([
      { name: "bytes", type: "binary", values: [Uint8Array.of(1, 2), null] },
      { name: "list", type: "list", values: [[1, 2], null] },
      { name: "text", type: "text", values: ["x", "y"] },
    ]);
    const engine = open(frame);
    assert.deepEqual(
      engine.describe().columns.map(({ type }) => type),
      ["Binary", "List(Float64)", "String"],
    );
    await assert.rejects(rowsOf(engine, { filters: [contains("1")] }), isUnsupported);
    await assert.rejects(rowsOf(engine, among("0x01")), isUnsupported);
    await assert.rejects(rowsOf(engine, { sort: [{ column: 1, descending: true }] }), isUnsupported);
    await assert.rejects(engine.values(wholeFrame, 1, "", 5, never), isUnsupported);
    await assert.rejects(
      engine.chart(wholeFrame, { kind: "bar", x: 1, aggregate: "count", most: 5 }, never),
      isUnsupported,
    );
    await assert.rejects(engine.write("/nowhere.csv", "csv", wholeFrame, [0], never), isUnsupported);
    assert.deepEqual(await rowsOf(engine, { search: "[1,2]" }, [0, 1, 2]), [["0x0102", "[1,2]", "x"]]);
    assert.deepEqual(await rowsOf(engine, { search: "Y" }, [2]), ["y"]);
    assert.deepEqual(await rowsOf(engine, { search: '{"v' }, [2]), []);
  });

  it("says of durations that it cannot look for text in them, and finds them by their values", async () => {
    const engine = open(
      pl.DataFrame({ a: [1_000, 2_000] }).select(pl.col("a").cast(pl.Int64).cast(pl.Duration("ms"))),
    );
    await assert.rejects(rowsOf(engine, { filters: [contains("00:00:01")] }), isUnsupported);
    assert.deepEqual(await rowsOf(engine, among("00:00:01")), ["00:00:01"]);
  });

  it("answers for a column without any value", async () => {
    const engine = open(
      pl
        .DataFrame({ b: [1, 2] })
        .withColumn(pl.lit(null).alias("a"))
        .select("a"),
    );
    assert.deepEqual(engine.describe().columns[0]?.role, "null");
    assert.deepEqual(await rowsOf(engine, down), [null, null]);
    const [summary] = await engine.summarize(wholeFrame, [0], never);
    assert.deepEqual([summary?.count, summary?.nulls, summary?.distinct], [2, 2, 0]);
    assert.deepEqual(await rowsOf(engine, { search: "x" }), []);
  });

  it("knows the rows of a query once it was read to the end", async () => {
    const frame = pl.DataFrame({ a: [1, 2, 3, 4, 5] });
    const engine = openPolarsLazy(frame.lazy().filter(pl.col("a").gt(1)), require);
    const window = (offset: number, limit: number): Promise<{ rows: number | null }> =>
      engine.window({ view: wholeFrame, offset, limit, columns: [0] }, never);
    assert.equal((await window(0, 4)).rows, null);
    assert.equal((await window(9, 4)).rows, null);
    assert.equal((await window(2, 4)).rows, 4);
    assert.equal((await window(0, 1)).rows, 4);
    assert.equal(engine.describe().rows, 4);
  });

  it("shows the rows as they were when it was opened", async () => {
    const frame = pl.DataFrame({ a: [1, 2] });
    const engine = open(frame);
    frame.columns = ["b"];
    assert.deepEqual(engine.describe().columns[0]?.name, "a");
    assert.deepEqual(await rowsOf(engine), ["1", "2"]);
  });

  it("says where the library is missing that the frame is of", () => {
    const elsewhere = Object.assign(
      (): never => {
        throw new Error("not found");
      },
      { cache: {} },
    );
    // SAFETY: a require that finds nothing.
    assert.throws(
      () => openPolars(pl.DataFrame({ a: [1] }), elsewhere as unknown as NodeJS.Require),
      /add nodejs-polars/i,
    );
  });
});

describe("the preview of a polars frame", () => {
  it("shows columns of bytes, for which the library has no type", async () => {
    const { data } = await toBundle(
      polarsFrame([{ name: "a", type: "binary", values: [Uint8Array.of(1, 2)] }]),
    );
    assert.match(String(data["text/plain"]), /Binary/);
  });
});
