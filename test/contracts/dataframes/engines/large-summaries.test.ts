import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { DuckDBInstance } from "@duckdb/node-api";
import pl from "nodejs-polars";
import { openDuckdb } from "../../../../dataframes/engines/duckdb/open-duckdb.ts";
import { openColumns } from "../../../../dataframes/engines/columns/open-columns.ts";
import type { DataframeEngine } from "../../../../dataframes/engines/engine.ts";
import { openPolars } from "../../../../dataframes/engines/polars/open-polars.ts";
import { wholeFrame } from "../../../../dataframes/protocol/view.ts";

const rows = 300_000;
const never = new AbortController().signal;
const numbers = <Value>(of: (row: number) => Value): Value[] =>
  Array.from({ length: rows }, (_, row) => of(row));

/** Values that repeat at a distance, many different ones, and texts of which one is frequent. */
const values = {
  periodic: numbers((row) => row % 100),
  many: numbers((row) => ((row * 7919) % 100_003) / 7),
  gaps: numbers((row) => (row % 4 === 0 ? null : Number.NaN)),
  text: numbers((row) => (row % 50 === 7 ? "often" : `once ${row}`)),
};

const libraries: readonly (readonly [
  name: string,
  open: () => Promise<DataframeEngine> | DataframeEngine,
])[] = [
  ["nodejs-polars", () => openPolars(pl.DataFrame(values), createRequire(import.meta.url))],
  [
    "DuckDB",
    async () => {
      const connection = await (await DuckDBInstance.create()).connect();
      return openDuckdb(
        await connection.runAndReadAll(`
          select i % 100 as periodic, ((i * 7919) % 100003) / 7.0::double as many,
            case when i % 4 = 0 then null else 'nan'::double end as gaps,
            case when i % 50 = 7 then 'often' else 'once ' || i end as text from range(${rows}) t(i)`),
      );
    },
  ],
  [
    "arrays of objects",
    () =>
      openColumns(
        numbers((row) => ({
          periodic: values.periodic[row],
          many: values.many[row],
          gaps: values.gaps[row],
          text: values.text[row],
        })),
      ),
  ],
];

/** Numbers in columns of our own, also those of DuckDB, are looked at as a whole. */
const takesSamples = (name: string): boolean => name === "nodejs-polars";

for (const [name, open] of libraries)
  describe(`summaries of many rows of ${name}`, () => {
    let engine: DataframeEngine;
    before(async () => {
      engine = await open();
    });
    const near = (found: unknown, expected: number, share: number): void => {
      assert.ok(
        Math.abs(Number(found) - expected) <= expected * share,
        `${String(found)} is not ${expected}`,
      );
    };

    it("count, ends and mean are of all rows, quartiles near those of all", async () => {
      const [periodic, many] = await engine.summarize(wholeFrame, [0, 1], never);
      assert.ok(periodic !== undefined && many !== undefined);
      assert.deepEqual([periodic.count, periodic.nulls, periodic.min, periodic.max], [rows, 0, "0", "99"]);
      near(periodic.mean, 49.5, 1e-9);
      for (const [place, expected] of [24, 49, 74].entries())
        assert.ok(Math.abs(Number(periodic.quartiles?.[place]) - expected) <= 2);
      near(many.quartiles?.[1], 100_003 / 14, 0.03);
      assert.equal(
        periodic.histogram?.counts.reduce((sum, count) => sum + count),
        rows,
      );
    });

    it("quartiles say whether they are those of a sample", async () => {
      const [periodic, , gaps] = await engine.summarize(wholeFrame, [0, 1, 2], never);
      assert.equal(periodic?.quartilesSampled, takesSamples(name) ? true : undefined);
      assert.equal(gaps?.quartilesSampled, undefined);
      const filters = [{ kind: "range", column: 0, to: "9" } as const];
      const [few] = await engine.summarize({ ...wholeFrame, filters }, [0], never);
      assert.deepEqual([few?.quartiles, few?.quartilesSampled], [["2", "4", "7"], undefined]);
    });

    it("few different values are near the truth, and many are estimated within a few percent", async () => {
      const [periodic, many] = await engine.summarize(wholeFrame, [0, 1], never);
      near(periodic?.distinct, 100, 0.15);
      near(many?.distinct, 100_003, 0.1);
    });

    it("columns without a number have neither ends nor different values", async () => {
      const [gaps] = await engine.summarize(wholeFrame, [2], never);
      assert.deepEqual(
        [gaps?.nulls, gaps?.nans, gaps?.distinct, gaps?.min, gaps?.quartiles],
        [rows / 4, (rows * 3) / 4, 0, undefined, undefined],
      );
    });

    it("a frequent value among many is found and counted in all rows", async () => {
      const [text] = await engine.summarize(wholeFrame, [3], never);
      assert.deepEqual(text?.top?.[0], { value: "often", count: rows / 50 });
      near(text.distinct, 294_001, 0.1);
    });
  });
