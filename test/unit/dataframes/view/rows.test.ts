import assert from "node:assert/strict";
import { BlockCache } from "../../../../dataframes/view/rows/block-cache.ts";
import { countAfter, wantedBlocks, wholeGroups } from "../../../../dataframes/view/rows/orders.ts";

describe("the blocks of rows to ask for", () => {
  const million = { known: 1_000_000, exact: true };

  it("begin with what is in the middle of the view", () => {
    assert.deepEqual(wantedBlocks({ first: 1_150, count: 300, columns: [] }, million), [6, 5, 7, 8, 4]);
  });

  it("end with the last row", () => {
    assert.deepEqual(wantedBlocks({ first: 999_980, count: 20, columns: [] }, million), [4999, 4998]);
  });

  it("go one beyond the end where more rows may follow", () => {
    const count = { known: 400, exact: false };
    assert.deepEqual(wantedBlocks({ first: 380, count: 20, columns: [] }, count), [1, 2, 0]);
    assert.deepEqual(wantedBlocks({ first: 100, count: 20, columns: [] }, count), [0]);
  });

  it("take columns in whole groups", () => {
    assert.deepEqual(wholeGroups({ first: 17, end: 33 }, 40), { first: 16, end: 40 });
  });
});

describe("the number of rows", () => {
  it("is what the kernel says", () => {
    assert.deepEqual(countAfter({ known: 60, exact: false }, 12, 0, 200, 12), { known: 12, exact: true });
  });

  it("grows with each block, and is exact after one that is not full", () => {
    assert.deepEqual(countAfter({ known: 200, exact: false }, null, 200, 200, 200), {
      known: 400,
      exact: false,
    });
    assert.deepEqual(countAfter({ known: 400, exact: false }, null, 400, 200, 50), {
      known: 450,
      exact: true,
    });
    assert.deepEqual(countAfter({ known: 400, exact: false }, null, 400, 200, 0), {
      known: 400,
      exact: true,
    });
  });
});

describe("the cache of blocks", () => {
  it("lets go of what was wanted longest ago, never of what is wanted now", () => {
    const cache = new BlockCache<string>(4);
    for (const block of [1, 2, 3])
      for (const column of [0, 1]) cache.put(block, column, `${block}/${column}`);
    cache.keep([1]);
    assert.equal(cache.get(2, 0), undefined);
    assert.equal(cache.get(1, 1), "1/1");
    assert.equal(cache.get(3, 0), "3/0");
    assert.equal(cache.held, 4);
    assert.deepEqual(cache.missing(3, [0, 5]), [5]);
  });
});
