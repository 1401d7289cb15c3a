import assert from "node:assert/strict";
import { markAfterKey, markAt } from "../../../../../dataframes/view/charts/scene/find-mark.ts";
import type { Mark, Scene } from "../../../../../dataframes/view/charts/scene/scene.ts";

const mark = (series: number, x: number, y: number): Mark => ({ series, x, y, lines: [] });
const dots: Scene = {
  width: 100,
  height: 100,
  shapes: [],
  marks: [mark(0, 10, 10), mark(0, 20, 10), mark(0, 30, 10), mark(1, 12, 50), mark(1, 28, 50)],
  order: "right",
  byColumn: false,
};

describe("pointing into a chart", () => {
  it("means the nearest mark, and none where all are far", () => {
    assert.equal(markAt(dots, 19, 14), 1);
    assert.equal(markAt(dots, 90, 90), undefined);
  });

  it("means the bar that it is in", () => {
    const box = { x: 0, y: 40, width: 30, height: 10 };
    const bars = { ...dots, marks: [{ ...mark(0, 30, 40), box, reach: { ...box, width: 100 } }] };
    assert.equal(markAt(bars, 5, 45), 0);
    assert.equal(markAt(bars, 80, 45), 0);
    assert.equal(markAt(bars, 80, 60), undefined);
  });

  it("goes along a series and to the next one by keys", () => {
    assert.equal(markAfterKey(dots, undefined, "ArrowRight"), 0);
    assert.equal(markAfterKey(dots, 0, "ArrowRight"), 1);
    assert.equal(markAfterKey(dots, 2, "ArrowUp"), 4);
    assert.equal(markAfterKey(dots, 3, "ArrowDown"), 0);
    assert.equal(markAfterKey(dots, 0, "ArrowDown"), 0);
    assert.equal(markAfterKey(dots, 1, "End"), 4);
    assert.equal(markAfterKey(dots, 4, "PageUp"), 0);
    assert.equal(markAfterKey(dots, 1, "a"), undefined);
    assert.equal(markAfterKey({ ...dots, marks: [] }, undefined, "Home"), undefined);
  });
});
