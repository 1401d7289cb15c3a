import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { openDuckdb } from "../../../../dataframes/engines/duckdb/open-duckdb.ts";
import type { DataframeEngine } from "../../../../dataframes/engines/engine.ts";
import { DataframeError } from "../../../../dataframes/protocol/dataframe-error.ts";
import { fromArrow } from "../../../../dataframes/detect/arrow.ts";
import { wholeFrame } from "../../../../dataframes/protocol/view.ts";
import type { Filter, View } from "../../../../dataframes/protocol/view.ts";
import { readStream } from "../../../support/frame-engine/read-back.ts";
import { useDuckdb } from "../../../support/use-duckdb.ts";

const never = new AbortController().signal;

describe("the engine for DuckDB results", () => {
  const connection = useDuckdb();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-duckdb-"));
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });
  const open = async (sql: string): Promise<DataframeEngine> =>
    openDuckdb(await connection().runAndReadAll(sql));
  const rowsOf = async (engine: DataframeEngine, view: Partial<View>): Promise<(string | null)[]> => {
    const columns = engine.describe().columns.map((_, column) => column);
    const { rows, stream } = await engine.window(
      { view: { ...wholeFrame, ...view }, offset: 0, limit: 100, columns },
      never,
    );
    const read = readStream(stream).rows;
    assert.equal(rows, read.length);
    return read.map((row) => row.join("|"));
  };
  const refused = (code: string) => (error: unknown) =>
    error instanceof DataframeError && error.code === code;

  /** Type, its role, three values in order, how they read in the grid and as the values of filters. */
  const types: readonly [string, string, readonly string[], readonly string[], (readonly string[])?][] = [
    ["TINYINT", "number", ["'-128'", "0", "127"], ["-128", "0", "127"]],
    ["UBIGINT", "number", ["0", "9", "18446744073709551615"], ["0", "9", "18446744073709551615"]],
    ["HUGEINT", "number", ["'-170141183460469231731687303715884105728'", "0", "5"], ["-170141183460469231731687303715884105728", "0", "5"]],
    ["UHUGEINT", "number", ["0", "1", "'340282366920938463463374607431768211455'"], ["0", "1", "340282366920938463463374607431768211455"]],
    ["DECIMAL(18,2)", "number", ["-1.50", "0", "99999999.99"], ["-1.50", "0.00", "99999999.99"]],
    ["DECIMAL(38,10)", "number", ["'-1234567890123456789012345678.0000000001'", "0", "1"], ["-1234567890123456789012345678.0000000001", "0.0000000000", "1.0000000000"]],
    ["FLOAT", "number", ["-1.5", "0", "'inf'"], ["-1.5", "0", "Infinity"]],
    ["DATE", "time", ["'-infinity'", "'1969-12-31'", "'infinity'"], ["-infinity", "1969-12-31", "infinity"]],
    ["TIMESTAMP_S", "time", ["'1969-12-31 23:59:59'", "'1970-01-01'", "'2022-02-05 10:00:00'"], ["1969-12-31 23:59:59", "1970-01-01 00:00:00", "2022-02-05 10:00:00"], ["1969-12-31T23:59:59", "1970-01-01T00:00:00", "2022-02-05T10:00:00"]],
    ["TIMESTAMP_MS", "time", ["'1969-12-31 23:59:59.999'", "'1970-01-01'", "'2022-02-05 10:00:00.5'"], ["1969-12-31 23:59:59.999", "1970-01-01 00:00:00", "2022-02-05 10:00:00.5"], ["1969-12-31T23:59:59.999", "1970-01-01T00:00:00", "2022-02-05T10:00:00.5"]],
    ["TIMESTAMP_NS", "time", ["'1969-12-31 23:59:59.999999999'", "'1970-01-01'", "'2022-02-05 10:00:00.123456789'"], ["1969-12-31 23:59:59.999999999", "1970-01-01 00:00:00", "2022-02-05 10:00:00.123456789"], ["1969-12-31T23:59:59.999999999", "1970-01-01T00:00:00", "2022-02-05T10:00:00.123456789"]],
    ["TIMESTAMPTZ", "time", ["'2020-06-01 10:00:00+02'", "'2020-06-01 08:30:00Z'", "'2020-06-01 09:00:00.000001Z'"], ["2020-06-01 08:00:00Z", "2020-06-01 08:30:00Z", "2020-06-01 09:00:00.000001Z"], ["2020-06-01T08:00:00Z", "2020-06-01T08:30:00Z", "2020-06-01T09:00:00.000001Z"]],
    ["TIMESTAMP", "time", ["'-infinity'", "'2020-01-01'", "'infinity'"], ["-infinity", "2020-01-01 00:00:00", "infinity"], ["-infinity", "2020-01-01T00:00:00", "infinity"]],
    ["TIME", "text", ["'00:00:01.5'", "'10:00:00'", "'23:59:59'"], ["00:00:01.5", "10:00:00", "23:59:59"]],
    ["TIMETZ", "text", ["'10:00:00+02'", "'10:00:00+01'", "'12:00:00+00'"], ["10:00:00+02", "10:00:00+01", "12:00:00+00"]],
    ["TIME_NS", "text", ["'10:00:00.000000001'", "'10:00:00.000000002'", "'10:00:01'"], ["10:00:00.000000001", "10:00:00.000000002", "10:00:01"]],
    ["INTERVAL", "text", ["'1 hour'", "'3 days'", "'1 year'"], ["01:00:00", "3 days", "1 year"]],
    ["UUID", "text", ["'00000000-0000-0000-0000-000000000001'", "'6b0c450d-9f2d-45a8-a111-193bfca9e959'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"], ["00000000-0000-0000-0000-000000000001", "6b0c450d-9f2d-45a8-a111-193bfca9e959", "ffffffff-ffff-ffff-ffff-ffffffffffff"]],
    ["ENUM('low','it''s','high')", "text", ["'low'", "'it''s'", "'high'"], ["low", "it's", "high"]],
    ["BLOB", "bytes", ["''", "'\\x00'", "'\\xAA\\x01'"], ["0x", "0x00", "0xaa01"]],
    ["BIT", "text", ["'001'", "'010'", "'101'"], ["001", "010", "101"]],
    ["BOOLEAN", "boolean", ["false", "true", "true"], ["false", "true", "true"]],
    ["JSON", "text", ["'{\"a\":1}'", "'{\"a\":2}'", "'{\"a\":3}'"], ['{"a":1}', '{"a":2}', '{"a":3}']],
    ["INTEGER[]", "nested", ["[]", "[1, null]", "[2]"], ["[]", "[1,null]", "[2]"]],
    ["INTEGER[2]", "nested", ["[1, 2]", "[1, 3]", "[2, 0]"], ["[1,2]", "[1,3]", "[2,0]"]],
    ['STRUCT("a b" INTEGER, c DATE)', "nested", ["{'a b': 1, 'c': date '2020-01-01'}", "{'a b': 1, 'c': date '2020-01-02'}", "{'a b': 2, 'c': null}"], ['{"a b":1,"c":"2020-01-01"}', '{"a b":1,"c":"2020-01-02"}', '{"a b":2,"c":null}']],
    ["MAP(VARCHAR, INTEGER)", "nested", ["map{'k': 1}", "map{'k': 2}", "map{'l': 1}"], ['{"k":1}', '{"k":2}', '{"l":1}']],
  ]; // prettier-ignore

  for (const [type, role, [low, middle, high], shown, told = shown] of types)
    describe(`of ${type} columns`, () => {
      const frame = (): Promise<DataframeEngine> =>
        open(
          `select * from (values (1, ${middle}::${type}), (2, null), (3, ${high}::${type}), (4, ${low}::${type})) t(n, v)`,
        );
      const inOrder = (rows: readonly number[]): string[] =>
        rows.map((row) => `${row}|${row === 2 ? "" : String(shown[[1, 9, 2, 0][row - 1] ?? 0])}`);

      it("sorts, missing values last", async () => {
        const engine = await frame();
        assert.equal(engine.describe().columns[1]?.role, role);
        const sorted = (descending: boolean): Promise<(string | null)[]> =>
          rowsOf(engine, { sort: [{ column: 1, descending }] });
        assert.deepEqual(await sorted(false), inOrder([4, 1, 3, 2]));
        assert.deepEqual(await sorted(true), inOrder(type === "BOOLEAN" ? [1, 3, 4, 2] : [3, 1, 4, 2]));
      });

      it("tells its values, by which they are found, searched and counted", async () => {
        const engine = await frame();
        const { values } = await engine.values(wholeFrame, 1, "", 10, never);
        const expected = new Set<string | null>([...told, null]);
        assert.deepEqual(new Set(values.map(({ value }) => value)), expected);
        for (const { value, count } of values) {
          const among: Filter = { kind: "among", column: 1, values: [value], not: false };
          assert.equal((await rowsOf(engine, { filters: [among] })).length, count, String(value));
          if (value === null || value === "") continue;
          if (!value.includes("nfinity") || type !== "FLOAT")
            assert.ok((await rowsOf(engine, { search: value.toUpperCase() })).length >= count, value);
        }
        const [summary] = await engine.summarize(wholeFrame, [1], never);
        assert.ok(summary !== undefined);
        assert.deepEqual([summary.count, summary.nulls], [4, 1]);
        assert.equal(summary.distinct, role === "nested" ? null : values.length - 1);
        if (role === "number" || role === "time")
          assert.deepEqual([summary.min, summary.max], [told[0], told[2]]);
      });

      it("writes files and draws bars", async () => {
        const engine = await frame();
        for (const format of ["csv", "parquet", "arrow"] as const) {
          const path = join(folder, `${crypto.randomUUID()}.${format}`);
          await engine.write(path, format, wholeFrame, [0, 1], never);
          if (format !== "arrow") continue;
          const table = fromArrow(tableFromIPC(await readFile(path)));
          assert.ok(table !== undefined);
          assert.deepEqual(
            readStream(table.stream(10)).rows.map((row) => row.join("|")),
            inOrder([1, 2, 3, 4]),
          );
        }
        const bars = { kind: "bar", x: 1, aggregate: "count", most: 10 } as const;
        const { result, stream } = await engine.chart(wholeFrame, bars, never);
        assert.equal(result.rows, 4);
        assert.equal(readStream(stream).rows.length, values(shown) + 1);
      });
    });

  const values = (shown: readonly string[]): number => new Set(shown).size;

  it("takes what is quoted, named twice or looks like SQL for what it is", async () => {
    const engine = await open(
      `select v as "a""b", n as "a""b" from (values ('it''s', 1), ('"; drop table t; --', 2), ('\\ \${x} \`', 3)) t(v, n)`,
    );
    for (const text of ["it's", '"; drop table t; --', "\\ ${x} `"]) {
      const contains: Filter = { kind: "contains", column: 0, text };
      const among: Filter = { kind: "among", column: 0, values: [text], not: false };
      assert.equal((await rowsOf(engine, { filters: [contains, among], search: text })).length, 1);
      const path = join(folder, `it's ${crypto.randomUUID()}.csv`);
      await engine.write(path, "csv", { ...wholeFrame, search: text }, [0, 1], never);
      assert.equal((await readFile(path, "utf8")).trim().split("\n").length, 2);
    }
    assert.throws(() => engine.code(wholeFrame, [0], "rows"), refused("unsupported"));
  });

  it("refuses values that are none of a column", async () => {
    const engine = await open(
      "select 1 as i, date '2020-01-01' as d, timestamp '2020-01-01' as t, 1.5::double as f",
    );
    for (const column of [0, 1, 2, 3])
      for (const text of ["x", "1; drop table t", "2020-13-01", ""])
        await assert.rejects(
          rowsOf(engine, { filters: [{ kind: "range", column, from: text }] }),
          refused("bad-request"),
        );
  });

  it("finds rows in results whose chunks are not full", async () => {
    await connection().run(
      "create or replace table holes as select i, i % 7 = 0 as keep from range(50000) t(i)",
    );
    const result = await connection().run("select i from holes where keep");
    const engine = openDuckdb(result);
    for (const offset of [7_000, 3, 2_047, 7_142, 9_999]) {
      const { rows, stream } = await engine.window(
        { view: wholeFrame, offset, limit: 5, columns: [0] },
        never,
      );
      assert.equal(rows, 7_143);
      const found = readStream(stream).rows.map(([value]) => Number(value));
      const expected = [0, 1, 2, 3, 4].map((row) => (offset + row) * 7).filter((value) => value < 50_000);
      assert.deepEqual(found, expected);
    }
  });

  it("reads ten thousand columns", async () => {
    const engine = await open(
      `select ${Array.from({ length: 10_000 }, (_, i) => `${i} as "column ${i}"`).join(", ")}`,
    );
    assert.equal((await rowsOf(engine, { search: "9999" })).length, 1);
    assert.equal((await rowsOf(engine, { search: "nothing" })).length, 0);
  });

  it("leaves results alone that are not read to the end, and says how to read them", async () => {
    const stream = await connection().stream("from range(10)");
    assert.throws(() => openDuckdb(stream), /streams.*readAll\(\)/);
    assert.equal((await stream.getRows()).length, 10);
    const reader = await connection().streamAndReadUntil("from range(10000)", 10);
    assert.throws(() => openDuckdb(reader), refused("unsupported"));
    await reader.readAll();
    assert.equal(openDuckdb(reader).describe().rows, 10_000);
  });

  it("leaves the result's own rows to be read", async () => {
    const result = await connection().run("from range(5000)");
    const engine = openDuckdb(result);
    await rowsOf(engine, { filters: [{ kind: "range", column: 0, from: "4990" }] });
    assert.equal((await result.getRows()).length, 5_000);
    assert.equal(
      (await rowsOf(engine, { filters: [{ kind: "range", column: 0, from: "4990" }] })).length,
      10,
    );
  });

  it("goes on for others when one of them no longer wants the order they wait for", async () => {
    const engine = await open("select i, hash(i)::varchar as h from range(200000) t(i)");
    const view: View = { ...wholeFrame, sort: [{ column: 1, descending: false }] };
    const ask = (signal: AbortSignal) => engine.window({ view, offset: 0, limit: 1, columns: [0] }, signal);
    const gone = new AbortController();
    const first = ask(gone.signal);
    const second = ask(never);
    gone.abort(new Error("gone"));
    await assert.rejects(first, /gone/);
    assert.equal((await second).rows, 200_000);
  });

  it("says what to put into the code", async () => {
    const engine = await open("select 1 as a, 'x' as \"b c\"");
    const view: View = {
      search: "",
      filters: [
        { kind: "range", column: 0, from: "0.5" },
        { kind: "contains", column: 1, text: "it's" },
      ],
      sort: [{ column: 1, descending: true }],
    };
    assert.equal(
      engine.code(view, [1], "orders"),
      `await connection.runAndReadAll(\`
  select "b c"
  from (/* the query that gave orders */)
  where "a" is not null and "a" >= '1'::INTEGER and contains(lower("b c"), lower('it''s'))
  order by "b c" desc nulls last
\`)`,
    );
  });
});
