/** Figures of columns. */
import assert from "node:assert/strict";
import { summaryBins } from "../../../dataframes/protocol/summary-limits.ts";
import { ColumnSummarySchema } from "../../../dataframes/protocol/summary.ts";
import type { ColumnSummary } from "../../../dataframes/protocol/summary.ts";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import type { Filter } from "../../../dataframes/protocol/view.ts";
import type { ContractType } from "../../support/frame-engine/contract-column.ts";
import { rowsWhere } from "../../support/frame-engine/reference.ts";
import { instantOf } from "./texts.ts";
import { never, roles, view } from "./under-test.ts";
import type { UnderTest } from "./under-test.ts";

export function summarizes({ lacks, open, types, indexOf, many, at, named }: UnderTest): void {
  if (!lacks.has("summarize"))
    describe("summarizes", () => {
      const summaryOf = async (type: ContractType): Promise<ColumnSummary> => {
        const { engine } = await open(types);
        const column = indexOf(type);
        const [summary] = await engine.summarize(wholeFrame, [column], never);
        const parsed = ColumnSummarySchema.parse(summary);
        assert.equal(parsed.column, column);
        return parsed;
      };
      for (const [type, nulls, distinct, min, max, quartiles] of [
        ["int32", 2, 5, "1", "5", ["2", "3", "4"]],
        ["int64", 2, 5, "-1", "4611686018427387905", ["0", "9007199254740992", "9007199254740993"]],
        ["float64", 1, 5, "-2", "3", ["0.25", "1.5", "2"]],
        ["decimal", 2, 5, "-12.50", "999999999999999.99", ["0.00", "0.05", "1.00"]],
        ["date", 2, 5, "1969-12-31", "2022-02-06", ["1970-01-01", "2022-02-04", "2022-02-05"]],
        ["timestamp", 2, 5, "1969-12-31T23:59:59.999999", "2022-02-05T10:00:00.000001", ["1970-01-01T00:00:00", "1970-01-01T00:00:01.500000", "2022-02-05T10:00:00"]], // prettier-ignore
        ["instant", 2, 5, "1969-12-31T23:59:59.999Z", "2022-02-05T10:00:00.001Z", ["1970-01-01T00:00:00Z", "1970-01-01T00:00:01.500Z", "2022-02-05T10:00:00Z"]], // prettier-ignore
        ["text", 1, 5, undefined, undefined, undefined],
        ["boolean", 2, 2, undefined, undefined, undefined],
        ["list", 1, null, undefined, undefined, undefined],
        ["binary", 2, undefined, undefined, undefined, undefined],
      ] as const)
        if (!lacks.has(type))
          it(`${type} columns`, async () => {
            const summary = await summaryOf(type);
            assert.deepEqual([summary.count, summary.nulls], [7, nulls]);
            if (distinct !== undefined) assert.equal(summary.distinct, distinct);
            if (min === undefined) return;
            const found = [summary.min, ...(summary.quartiles ?? []), summary.max];
            const same = (text: string | undefined): unknown =>
              roles[type] === "number" ? Number(text) : instantOf(type, text);
            assert.deepEqual(found.map(same), [min, ...quartiles, max].map(same));
            if (type === "int64") assert.equal(summary.max, max);
          });

      it("numbers with their mean and standard deviation, NaN counted apart", async () => {
        if (!lacks.has("int32")) {
          const { mean, standardDeviation } = await summaryOf("int32");
          assert.equal(mean, 3);
          assert.ok(Math.abs((standardDeviation ?? 0) - Math.sqrt(2.5)) < 1e-9);
        }
        assert.equal((await summaryOf("float64")).nans, 1);
      });

      it("texts and booleans with their most frequent values", async () => {
        assert.deepEqual((await summaryOf("text")).top?.[0], { value: "b", count: 2 });
        assert.deepEqual((await summaryOf("boolean")).top, [
          { value: "true", count: 3 },
          { value: "false", count: 2 },
        ]);
      });

      it("ten thousand rows with a histogram", async () => {
        const { engine } = await open(many);
        const [row, float] = await engine.summarize(wholeFrame, [at("row"), at("float")], never);
        const { edges = [], counts = [] } = row?.histogram ?? {};
        assert.ok(counts.length > 1 && counts.length <= summaryBins);
        assert.equal(edges.length, counts.length + 1);
        assert.deepEqual([Number(edges[0]), Number(edges.at(-1))], [0, 9_999]);
        for (const count of counts) assert.ok(Math.abs(count - 10_000 / counts.length) <= 2);
        const sum = float?.histogram?.counts.reduce((total, count) => total + count, 0);
        assert.equal(sum, 10_000 - (float?.nulls ?? 0) - (float?.nans ?? 0));
        assert.equal(float?.nulls, rowsWhere(named("float"), (value) => value === null).length);
        assert.equal(float.nans, rowsWhere(named("float"), (value) => Number.isNaN(value)).length);
        assert.equal(row?.distinct, 10_000);
      });

      for (const [type, values, edges] of [
        ["int32", [3, 1, null, 2, 3, 5], ["1", "2", "3", "4", "5", "6"]],
        ["int64", [3n, 1n, null, 2n, 3n, 5n], ["1", "2", "3", "4", "5", "6"]],
        ["float64", [3, 1, Number.NaN, 2, 3, 5], ["1", "2", "3", "4", "5", "6"]],
        ["date", [3, 1, null, 2, 3, 5], ["1970-01-02", "1970-01-03", "1970-01-04", "1970-01-05", "1970-01-06", "1970-01-07"]], // prettier-ignore
      ] as const)
        if (!lacks.has(type))
          it(`${type} columns of few whole values with a bar for each`, async () => {
            const { engine } = await open([{ name: "whole", type, values }]);
            const [summary] = await engine.summarize(wholeFrame, [0], never);
            assert.deepEqual(summary?.histogram, { edges, counts: [1, 1, 2, 0, 1] });
          });

      it("numbers of which some are not whole with equal bars to the last", async () => {
        const { engine } = await open([{ name: "broken", type: "float64", values: [0, 0.5, 12, 23, 24] }]);
        const [summary] = await engine.summarize(wholeFrame, [0], never);
        const { edges = [], counts = [] } = summary?.histogram ?? {};
        assert.deepEqual(
          edges.map(Number),
          Array.from({ length: 25 }, (_, edge) => edge),
        );
        assert.deepEqual([counts[0], counts[12], counts.at(-1)], [2, 1, 2]);
      });

      it("only the rows of the view", async () => {
        const { engine } = await open(many);
        const filters: Filter[] = [{ kind: "range", column: at("few"), from: "2", to: "3" }];
        const [summary] = await engine.summarize(view({ filters }), [at("few")], never);
        assert.deepEqual([summary?.min, summary?.max, summary?.nulls, summary?.distinct], ["2", "3", 0, 2]);
      });

      it("columns whose values are all equal, infinite or missing", async () => {
        const { engine } = await open([
          { name: "same", type: "float64", values: [4, 4, 4] },
          {
            name: "infinite",
            type: "float64",
            values: [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
          },
          { name: "missing", type: "float64", values: [null, null, null] },
          { name: "none", type: "text", values: [null, null, null] },
        ]);
        const [same, infinite, missing, none] = await engine.summarize(wholeFrame, [0, 1, 2, 3], never);
        assert.deepEqual([same?.min, same?.max, same?.distinct], ["4", "4", 1]);
        assert.equal(infinite?.count, 3);
        assert.deepEqual([missing?.nulls, missing?.min, missing?.distinct], [3, undefined, 0]);
        assert.deepEqual([none?.nulls, none?.distinct], [3, 0]);
        for (const summary of [same, infinite, missing, none]) ColumnSummarySchema.parse(summary);
      });
    });
}
