import assert from "node:assert/strict";
import { decimal, float64, int64, timestamp, utf8 } from "@uwdata/flechette";
import { readChart } from "../../../../../dataframes/view/charts/chart-data.ts";
import { streamOf } from "../../../../support/renderer/stream-of.ts";

const line = { kind: "line", x: 0, y: 1, aggregate: "mean" } as const;
const bar = { kind: "bar", x: 0, y: 1, aggregate: "mean" } as const;

describe("the values of a chart", () => {
  it("keep what is missing as a gap, apart from zero", () => {
    const bytes = streamOf(["x", float64(), [1, 2, 3, 4]], ["y", float64(), [5, null, 0, NaN]]);
    const { points, left } = readChart(bytes, line);
    assert.deepEqual(
      points.map(({ y }) => y),
      [5, null, 0, null],
    );
    assert.deepEqual(
      points.map(({ yText }) => yText),
      ["5", "no value", "0", "NaN"],
    );
    assert.equal(left, 1);
  });

  it("say integers and decimals in full where drawing rounds them", () => {
    const bytes = streamOf(["x", decimal(20, 2), [-1250n]], ["y", int64(), [9_007_199_254_740_993n]]);
    const [point] = readChart(bytes, { ...line, kind: "scatter" }).points;
    assert.deepEqual([point?.x, point?.xText], [-12.5, "-12.50"]);
    assert.deepEqual([point?.y, point?.yText], [9_007_199_254_740_992, "9,007,199,254,740,993"]);
  });

  it("are put in order, with times of any unit in milliseconds", () => {
    const bytes = streamOf(
      ["x", timestamp(2, "Europe/Prague"), [2_000_500n, 1_000_000n]],
      ["y", float64(), [2, 1]],
    );
    const { points, scale, zone, step } = readChart(bytes, line);
    assert.deepEqual(
      points.map(({ x }) => x),
      [1000, 2000.5],
    );
    assert.deepEqual([scale, zone, step], ["time", "Europe/Prague", 1000.5]);
    assert.equal(points[0]?.xText, "1970-01-01 01:00:01+01:00");
  });

  it("tell missing names from empty ones and from the word", () => {
    const bytes = streamOf(["x", utf8(), [null, "", "null"]], ["y", float64(), [3, 2, 1]]);
    const { values } = readChart(bytes, bar);
    assert.deepEqual(values, [
      { text: "null", quiet: true },
      { text: '""', quiet: true },
      { text: "null", quiet: false },
    ]);
  });

  it("are no more bars and colours than can be told apart, and say so", () => {
    const many = Array.from({ length: 26 }, (_, place) => place);
    const bytes = streamOf(
      ["x", utf8(), many.map((place) => `v${place}`)],
      ["y", float64(), many],
      ["color", utf8(), many.map((place) => `c${place % 10}`)],
    );
    const data = readChart(bytes, { ...bar, color: 2 });
    assert.deepEqual([data.values.length, data.moreValues], [25, true]);
    assert.deepEqual([data.series.length, data.moreSeries], [8, true]);
    assert.ok(data.points.every(({ series }) => series < 8));
  });

  it("are in the colours that have most of them", () => {
    const colors = Array.from("abcdefghiii");
    const bytes = streamOf(
      ["x", float64(), colors.map((_, place) => place)],
      ["y", float64(), colors.map(() => 1)],
      ["color", utf8(), colors],
    );
    const { series, points } = readChart(bytes, { ...line, color: 2 });
    assert.deepEqual(
      series.map(({ text }) => text),
      Array.from("iabcdefg"),
    );
    assert.deepEqual(
      points.slice(0, 3).map(({ x }) => x),
      [8, 9, 10],
    );
  });

  it("refuse an answer without them", () => {
    assert.throws(() => readChart(streamOf(["x", float64(), [1]]), line), /no x or no y/);
  });
});
