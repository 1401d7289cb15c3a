/** Bars, histograms and dots. */
import assert from "node:assert/strict";
import { drawing } from "./drawing.ts";
import type { UnderTest } from "./under-test.ts";

export function drawsCharts(frames: UnderTest): void {
  const { answered, at } = frames;
  const { drawn, inView } = drawing(frames);
  describe("draws", () => {
    answered("bar", "bars of the most frequent values", async (engine) => {
      const { result, names, column } = await drawn(engine, { kind: "bar", x: at("word"), most: 3 });
      const counts = new Map<string, number>();
      for (const { word } of inView) counts.set(word, (counts.get(word) ?? 0) + 1);
      const expected = [...counts.values()].sort((a, b) => b - a).slice(0, 3);
      assert.deepEqual(names.slice(0, 2), ["x", "y"]);
      assert.deepEqual(column("y").map(Number), expected);
      assert.deepEqual(
        column("x").map((word) => counts.get(word ?? "?")),
        expected,
      );
      assert.equal(result.rows, inView.length);
    });
    answered("bar", "bars of sums and means", async (engine) => {
      for (const aggregate of ["sum", "mean", "min", "max", "median"] as const) {
        const chart = { kind: "bar", x: at("few"), y: at("float"), aggregate } as const;
        const { column } = await drawn(engine, chart);
        const bars = column("x").map((few) => Number(few));
        assert.equal(new Set(bars).size, 7);
        bars.forEach((few, bar) => {
          const values = inView.filter((row) => row.few === few).map(({ float }) => float);
          const found = Number(column("y")[bar]);
          assert.ok(
            Math.abs(found - aggregated(aggregate, values)) < 1e-6,
            `${aggregate} of ${few}: ${found}`,
          );
        });
      }
    });
    answered("bar", "a series per colour", async (engine) => {
      const { names, rows } = await drawn(engine, { kind: "bar", x: at("few"), color: at("word") });
      assert.deepEqual(names.toSorted(), ["color", "x", "y"]);
      const total = rows.reduce((sum, row) => sum + Number(row[names.indexOf("y")]), 0);
      assert.equal(total, inView.length);
    });
    answered("bar", "as many bars as asked for, each with all its colours", async (engine) => {
      const { column } = await drawn(engine, { kind: "bar", x: at("few"), color: at("word"), most: 3 });
      assert.equal(new Set(column("x")).size, 3);
      assert.ok(column("x").length > 6);
    });
    answered("histogram", "rows per bin", async (engine) => {
      const { column } = await drawn(engine, { kind: "histogram", x: at("float"), most: 20 });
      const [x, x2, y] = ["x", "x2", "y"].map((each) => column(each).map(Number));
      assert.ok(x !== undefined && x2 !== undefined && y !== undefined && x.length <= 20);
      assert.equal(
        y.reduce((sum, count) => sum + count, 0),
        inView.length,
      );
      for (const [bin, from] of x.entries()) assert.ok(from < (x2[bin] ?? 0));
    });
    answered("scatter", "a sample of the rows as dots", async (engine) => {
      const { column, result } = await drawn(engine, { kind: "scatter", x: at("few"), y: at("float"), most: 200 }); // prettier-ignore
      const dots = new Set(inView.map(({ few, float }) => `${few},${float}`));
      const ys = column("y");
      assert.ok(ys.length > 100 && ys.length <= 200);
      for (const [dot, x] of column("x").entries()) assert.ok(dots.has(`${Number(x)},${Number(ys[dot])}`));
      assert.equal(result.reduced, true);
    });
  });
}

function aggregated(aggregate: "sum" | "mean" | "min" | "max" | "median", values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  switch (aggregate) {
    case "sum":
      return sum;
    case "mean":
      return sum / values.length;
    case "min":
      return sorted[0] ?? Number.NaN;
    case "max":
      return sorted.at(-1) ?? Number.NaN;
    case "median":
      return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  }
}
