import assert from "node:assert/strict";
import { areaOf, isInside, moved } from "../../../../dataframes/view/grid/selection.ts";

const bounds = { rows: 100, columns: 5, page: 10, head: false };

describe("moving by keyboard", () => {
  const from = { row: 50, column: 2 };
  const cases: readonly (readonly [key: string, far: boolean, row: number, column: number])[] = [
    ["ArrowUp", false, 49, 2],
    ["ArrowDown", false, 51, 2],
    ["ArrowLeft", false, 50, 1],
    ["ArrowRight", false, 50, 3],
    ["ArrowUp", true, 0, 2],
    ["ArrowRight", true, 50, 4],
    ["PageUp", false, 40, 2],
    ["PageDown", false, 60, 2],
    ["Home", false, 50, 0],
    ["End", false, 50, 4],
    ["Home", true, 0, 0],
    ["End", true, 99, 4],
  ];
  for (const [key, far, row, column] of cases)
    it(`leads with ${far ? "Ctrl+" : ""}${key} from 50, 2 to ${row}, ${column}`, () => {
      assert.deepEqual(moved(from, key, far, bounds), { row, column });
    });

  it("stops at the edges", () => {
    assert.deepEqual(moved({ row: 0, column: 0 }, "ArrowUp", false, bounds), { row: 0, column: 0 });
    assert.deepEqual(moved({ row: 95, column: 4 }, "PageDown", false, bounds), { row: 99, column: 4 });
  });

  it("reaches the names above the first row where they can be asked for something", () => {
    const head = { ...bounds, head: true };
    assert.deepEqual(moved({ row: 0, column: 2 }, "ArrowUp", false, head), { row: -1, column: 2 });
    assert.deepEqual(moved({ row: 7, column: 2 }, "ArrowUp", true, head), { row: 0, column: 2 });
    assert.deepEqual(moved({ row: -1, column: 2 }, "ArrowRight", false, head), { row: -1, column: 3 });
    assert.deepEqual(moved({ row: -1, column: 2 }, "ArrowDown", false, head), { row: 0, column: 2 });
    assert.deepEqual(moved({ row: 0, column: 2 }, "ArrowUp", false, bounds), { row: 0, column: 2 });
  });

  it("leaves other keys alone", () => {
    assert.equal(moved(from, "x", false, bounds), undefined);
  });
});

describe("a selection", () => {
  it("is the rectangle between its ends, in whichever order they are", () => {
    const area = areaOf({ anchor: { row: 5, column: 3 }, active: { row: 2, column: 4 } });
    assert.deepEqual(area, { top: 2, left: 3, bottom: 5, right: 4 });
    assert.equal(isInside(area, { row: 3, column: 3 }), true);
    assert.equal(isInside(area, { row: 3, column: 2 }), false);
  });
});
