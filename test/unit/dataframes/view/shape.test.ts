import assert from "node:assert/strict";
import { shapeLine, shapeOf } from "../../../../dataframes/view/table/shape.ts";

describe("the shape line", () => {
  it("says how much of the frame is shown", () => {
    const metadata = { pipenb: { frame: { rows: 1461, columns: 6, shown: 1000 } } };
    assert.equal(shapeLine(shapeOf(metadata, 1000, 6)), "1,461 rows × 6 columns, first 1,000 shown");
  });

  it("says nothing about a part when all is shown", () => {
    const metadata = { pipenb: { frame: { rows: 1, columns: 1, shown: 1 } } };
    assert.equal(shapeLine(shapeOf(metadata, 1, 1)), "1 row × 1 column");
  });

  it("does not pretend to know what nobody has counted", () => {
    const metadata = { pipenb: { frame: { rows: null, columns: 6, shown: 1000 } } };
    assert.equal(shapeLine(shapeOf(metadata, 1000, 6)), "at least 1,000 rows × 6 columns, first 1,000 shown");
  });

  it("counts the rows that came when the output says nothing, or less", () => {
    for (const metadata of [
      undefined,
      null,
      {},
      { pipenb: { frame: { rows: "9" } } },
      { pipenb: { frame: { rows: 2 } } },
    ])
      assert.equal(shapeLine(shapeOf(metadata, 3, 2)), "3 rows × 2 columns");
  });
});
