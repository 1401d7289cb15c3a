import assert from "node:assert/strict";
import { sampleRows } from "../../../../dataframes/engines/sample-rows.ts";

describe("rows that stand for all of them", () => {
  it("are all of them where they are few", () => {
    assert.deepEqual([...sampleRows(3, 10)], [0, 1, 2]);
    assert.deepEqual([...sampleRows(0, 10)], []);
  });

  it("are in their order, each once, and none lies beyond the end", () => {
    const sample = sampleRows(100_000, 4_000);
    assert.equal(sample.length, 4_000);
    assert.ok(sample.every((row, index) => row < 100_000 && (index === 0 || row > (sample[index - 1] ?? 0))));
  });

  it("meet each value of data that repeat at the distance of the sample", () => {
    const week = new Set(Array.from(sampleRows(7_000, 1_000), (row) => row % 7));
    assert.equal(week.size, 7);
  });
});
