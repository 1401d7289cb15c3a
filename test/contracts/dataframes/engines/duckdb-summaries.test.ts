import assert from "node:assert/strict";
import { openDuckdb } from "../../../../dataframes/engines/duckdb/open-duckdb.ts";
import type { DataframeEngine } from "../../../../dataframes/engines/engine.ts";
import type { ColumnSummary } from "../../../../dataframes/protocol/summary.ts";
import { wholeFrame } from "../../../../dataframes/protocol/view.ts";
import type { Filter } from "../../../../dataframes/protocol/view.ts";
import { useDuckdb } from "../../../support/use-duckdb.ts";

const never = new AbortController().signal;
/** More than are looked at as a whole by DuckDB. */
const rows = 250_000;

describe("summaries of DuckDB results", () => {
  const connection = useDuckdb();
  const open = async (selected: string, where = "true"): Promise<DataframeEngine> =>
    openDuckdb(
      await connection().runAndReadAll(`select ${selected} from range(${rows}) t(i) where ${where}`),
    );
  const summaryOf = async (selected: string, filters: readonly Filter[] = [], where?: string) => {
    const engine = await open(selected, where);
    const [summary] = await engine.summarize({ ...wholeFrame, filters: [...filters] }, [0], never);
    assert.ok(summary !== undefined);
    return summary;
  };
  const counted = ({ histogram }: ColumnSummary): number =>
    histogram?.counts.reduce((sum, count) => sum + count, 0) ?? 0;

  for (const [type, value, min, max] of [
    ["tinyint", "(i % 100)::tinyint", "0", "99"],
    ["usmallint", "(i % 60000)::usmallint", "0", "59999"],
    ["integer", "i::integer - 5", "-5", String(rows - 6)],
    ["ubigint", "18446744073709551615 - i::ubigint", "18446744073709301616", "18446744073709551615"],
    ["bigint", "9007199254740993 + i", "9007199254740993", String(9_007_199_254_740_993n + BigInt(rows - 1))],
    ["hugeint", "i::hugeint * 10000000000000000000000", "0", "2499990000000000000000000000"],
    ["decimal(9,2)", "(i / 100)::decimal(9, 2)", "0.00", "2499.99"],
    ["decimal(38,4)", "i::decimal(38, 4) * 1000000000000000", "0.0000", "249999000000000000000.0000"],
    ["float", "(i / 4)::float", "0", "62499.75"],
    ["double", "i / 8.0::double", "0", "31249.875"],
    ["date", "date '2000-01-01' + (i % 400)::integer", "2000-01-01", "2001-02-03"],
    [
      "timestamp",
      "timestamp '2020-01-01' + to_microseconds(i)",
      "2020-01-01T00:00:00",
      "2020-01-01T00:00:00.249999",
    ],
    ["timestamp_ns", "make_timestamp_ns(i)", "1970-01-01T00:00:00", "1970-01-01T00:00:00.000249999"],
    [
      "timestamptz",
      "timestamptz '2020-01-01 00:00:00Z' + to_seconds(i)",
      "2020-01-01T00:00:00Z",
      "2020-01-03T21:26:39Z",
    ],
  ] as const)
    // prettier-ignore
    it(`tell the ends of all rows of ${type} columns, and count each row that has a value`, async () => {
      const summary = await summaryOf(`if(i % 10 = 3, null, ${value}) as v`);
      assert.deepEqual([summary.count, summary.nulls], [rows, rows / 10]);
      assert.equal(summary.min, min);
      assert.equal(summary.max, max);
      assert.equal(counted(summary), rows - rows / 10);
      assert.equal(summary.quartiles?.length, 3);
    });

  it("leave infinite days and instants to DuckDB, which tells them by their names", async () => {
    for (const type of ["date", "timestamp", "timestamptz"]) {
      const summary = await summaryOf(
        `case i when 7 then '-infinity'::${type} when 8 then 'infinity'::${type} else '2020-01-01'::${type} + to_days((i % 100)::integer) end::${type} as v`,
      );
      assert.deepEqual([summary.min, summary.max, summary.nulls], ["-infinity", "infinity", 0]);
      assert.equal(counted(summary), rows - 2);
      assert.equal(summary.quartilesSampled, true);
    }
  });

  it("tell of NaN and infinite numbers apart from others", async () => {
    const summary = await summaryOf(
      "case i % 4 when 0 then 'nan'::double when 1 then null when 2 then 'inf'::double else i end as v",
    );
    assert.deepEqual([summary.nulls, summary.nans, summary.max], [rows / 4, rows / 4, "Infinity"]);
    assert.equal(summary.mean, undefined);
    assert.equal(summary.min, "3");
  });

  it("are of the rows of the view, of chunks that are not full, too", async () => {
    const filters: Filter[] = [{ kind: "range", column: 0, from: "1000", to: "200999" }];
    const summary = await summaryOf("i, i % 5 as few", filters, "i % 3 = 0");
    assert.deepEqual(
      [summary.count, summary.nulls, summary.min, summary.max, summary.distinct, summary.mean],
      [66_666, 0, "1002", "200997", 66_666, (1_002 + 200_997) / 2],
    );
    assert.equal(counted(summary), 66_666);
  });

  it("are of no rows where there are none", async () => {
    const engine = await open("i, i::double as x, i::varchar as t, i::decimal(9, 2) as d, [i] as l", "false");
    for (const summary of await engine.summarize(wholeFrame, [0, 1, 2, 3, 4], never)) {
      assert.deepEqual(
        [summary.count, summary.nulls, summary.min, summary.mean],
        [0, 0, undefined, undefined],
      );
      assert.equal(summary.distinct, summary.column === 4 ? null : 0);
    }
  });

  it("come in the order in which the columns were asked for", async () => {
    const engine = await open("i, i::varchar as t, i / 2 as x, i % 2 = 0 as b");
    const columns = [3, 1, 0, 2];
    const summaries = await engine.summarize(wholeFrame, columns, never);
    assert.deepEqual(
      summaries.map(({ column }) => column),
      columns,
    );
  });

  it("end at once when nobody wants them any more", async () => {
    const engine = await open(Array.from({ length: 12 }, (_, k) => `i * ${k + 1} as v${k}`).join(", "));
    const columns = Array.from({ length: 12 }, (_, k) => k);
    const gone = new AbortController();
    const asked = engine.summarize(wholeFrame, columns, gone.signal);
    setTimeout(() => {
      gone.abort(new Error("gone"));
    }, 30);
    await assert.rejects(asked, /gone/);
    assert.equal((await engine.summarize(wholeFrame, columns, never)).length, 12);
  });
});
