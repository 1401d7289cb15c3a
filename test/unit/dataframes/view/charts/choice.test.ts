import assert from "node:assert/strict";
import type { DataframeColumn } from "../../../../../dataframes/protocol/reply.ts";
import { corrected, mostToAskFor, offerFor } from "../../../../../dataframes/view/charts/choice.ts";

const columns: readonly DataframeColumn[] = [
  { name: "date", type: "", role: "time" },
  { name: "weather", type: "", role: "text" },
  { name: "temp", type: "", role: "number" },
  { name: "tags", type: "", role: "nested" },
];

describe("the choices of a chart", () => {
  it("offer only columns that can be drawn that way", () => {
    const line = offerFor({ kind: "line", x: 0, y: 2, aggregate: "mean" }, columns);
    assert.deepEqual(line.x, [0, 2]);
    assert.deepEqual(line.y, [2]);
    assert.deepEqual(line.color, [1, 2]);
    const histogram = offerFor({ kind: "histogram", x: 2, aggregate: "count" }, columns);
    assert.deepEqual([histogram.x, histogram.y, histogram.aggregates], [[2], [], []]);
  });

  it("ask for no second column where rows are counted", () => {
    assert.deepEqual(offerFor({ kind: "bar", x: 1, aggregate: "count" }, columns).y, []);
    assert.deepEqual(corrected({ kind: "bar", x: 1, y: 2, aggregate: "count" }, columns), {
      kind: "bar",
      x: 1,
      aggregate: "count",
    });
  });

  it("offer only counting where there is no number", () => {
    const texts = columns.slice(0, 2);
    const { kinds, aggregates } = offerFor({ kind: "bar", x: 1, aggregate: "count" }, texts);
    assert.deepEqual([kinds, aggregates], [["line", "bar"], ["count"]]);
    assert.deepEqual(corrected({ kind: "scatter", x: 1, y: 0, aggregate: "mean" }, texts), {
      kind: "line",
      x: 0,
      aggregate: "count",
    });
  });

  it("are put right when the kind changes", () => {
    assert.deepEqual(corrected({ kind: "scatter", x: 1, y: 2, aggregate: "mean", color: 1 }, columns), {
      kind: "scatter",
      x: 0,
      y: 2,
      aggregate: "mean",
      color: 1,
    });
    assert.deepEqual(corrected({ kind: "histogram", x: 1, y: 2, aggregate: "mean" }, columns), {
      kind: "histogram",
      x: 2,
      aggregate: "mean",
    });
    assert.equal(corrected({ kind: "bar", x: 0, aggregate: "count" }, columns.slice(3)), undefined);
  });

  it("colour nothing by what is already the axis", () => {
    assert.deepEqual(corrected({ kind: "bar", x: 1, aggregate: "count", color: 1 }, columns), {
      kind: "bar",
      x: 1,
      aggregate: "count",
    });
  });

  it("ask for enough parts of bars in colours", () => {
    assert.equal(mostToAskFor({ kind: "bar", x: 1, aggregate: "count" }), 26);
    assert.equal(mostToAskFor({ kind: "bar", x: 1, aggregate: "count", color: 2 }), 416);
    assert.equal(mostToAskFor({ kind: "line", x: 0, aggregate: "count", color: 2 }), 400);
  });
});
