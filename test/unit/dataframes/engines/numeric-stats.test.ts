import assert from "node:assert/strict";
import { sketchBigInts } from "../../../../dataframes/engines/columns/bigint-stats.ts";
import { placeOf, sketchOf } from "../../../../dataframes/engines/columns/numeric-stats.ts";

const rows = 60_000;
const shares = [0, 0.25, 0.5, 0.75, 1] as const;

/** Follows no pattern; the same in each run. */
function randomNumbers(of: (random: number, row: number) => number): Float64Array {
  let random = 1;
  return Float64Array.from({ length: rows }, (_, row) => {
    random = (random * 48_271) % 2_147_483_647;
    return of(random / 2_147_483_647, row);
  });
}

const columns: Readonly<Record<string, Float64Array>> = {
  "evenly spread": randomNumbers((random) => random * 1000 - 500),
  "one far away from all others": randomNumbers((random, row) => (row === 7 ? 1e15 : random)),
  "many far apart": randomNumbers((random) => Math.exp(random * 500 - 250)),
  "half of them the same": randomNumbers((random) => (random < 0.5 ? 3.25 : random)),
  "all the same": randomNumbers(() => 0.1),
  "integers near each other": randomNumbers((random) => Math.floor(random * 1000)),
  "integers far apart": randomNumbers((random) => Math.floor(random * 1e12)),
  "with infinities": randomNumbers((random, row) =>
    row % 1000 === 0 ? Infinity : row % 999 === 0 ? -Infinity : random,
  ),
  "as far apart as numbers go": randomNumbers((random) => (random - 0.5) * 2 * Number.MAX_VALUE),
  "as near as numbers go": randomNumbers((random) => Math.round(random * 20) * Number.MIN_VALUE),
};

describe("sketches of many numbers", () => {
  for (const [name, values] of Object.entries(columns))
    it(`${name}: quantiles are those of all of them in order, and bars have all finite ones`, () => {
      const sorted = values.slice().sort();
      const sketch = sketchOf(values, undefined, rows);
      assert.deepEqual(
        shares.map((share) => sketch.at(placeOf(sketch.count, share))),
        shares.map((share) => sorted[placeOf(rows, share)]),
      );
      assert.deepEqual([sketch.min, sketch.max], [sorted[0], sorted.at(-1)]);
      const finite = sorted.filter(Number.isFinite);
      const bars = sketch.bins(24, false);
      if (!Number.isFinite((finite.at(-1) ?? 0) - (finite[0] ?? 0))) return;
      if (bars === undefined) {
        assert.match(name, /as near/);
        return;
      }
      assert.equal(
        bars.counts.reduce((sum, count) => sum + count),
        finite.length,
      );
      assert.deepEqual([bars.edges[0], bars.edges.at(-1)], [finite[0], finite.at(-1)]);
      const different = new Set(values).size;
      assert.ok(Math.abs(sketch.distinct - different) <= (sketch.distinctExact ? 0 : different * 0.01));
    });

  it("tells of the rows of a view alone, NaN left out", () => {
    const values = randomNumbers((random, row) => (row % 10 === 0 ? Number.NaN : random));
    const view = Uint32Array.from({ length: rows - 1000 }, (_, at) => rows - 1 - at);
    const seen = Float64Array.from(view, (row) => values[row] ?? 0).filter((value) => !Number.isNaN(value));
    const sketch = sketchOf(values, view, rows);
    assert.deepEqual([sketch.count, sketch.nans], [seen.length, view.length - seen.length]);
    assert.equal(sketch.at(placeOf(sketch.count, 0.5)), seen.sort()[placeOf(seen.length, 0.5)]);
  });

  it("knows nothing of none", () => {
    const sketch = sketchOf(new Float64Array(0), undefined, 0);
    assert.deepEqual([sketch.count, sketch.distinct, sketch.bins(24, false)], [0, 0, undefined]);
  });
});

describe("sketches of integers that no number holds", () => {
  const spread = randomNumbers((random) => random);
  const ranges: Readonly<Record<string, (random: number) => bigint>> = {
    "near each other": (random) => 2n ** 62n + BigInt(Math.floor(random * 1e6)),
    "further apart than numbers can tell": (random) =>
      BigInt(Math.floor(random * 2 ** 52)) * 1009n - 2n ** 61n,
    "from the least to the greatest": (random) =>
      BigInt.asIntN(64, BigInt(Math.floor(random * 2 ** 53)) * 2048n),
  };
  for (const [name, of] of Object.entries(ranges))
    for (const kind of [BigInt64Array, BigUint64Array])
      it(`${name}, in a ${kind.name}: quantiles are those of all of them in order`, () => {
        const values = new kind(rows);
        for (const [row, random] of spread.entries()) values[row] = of(random);
        const sorted = values.slice().sort();
        const sketch = sketchBigInts(values, undefined, rows);
        assert.ok(sketch !== undefined);
        assert.deepEqual(
          shares.map(sketch.quantile),
          shares.map((share) => sorted[placeOf(rows, share)]),
        );
        assert.deepEqual([sketch.min, sketch.max], [sorted[0], sorted.at(-1)]);
        assert.equal(
          sketch.bins(24, false)?.counts.reduce((sum, count) => sum + count),
          rows,
        );
        const different = new Set(values).size;
        assert.ok(Math.abs(sketch.distinct - different) <= (sketch.distinctExact ? 0 : different * 0.01));
      });
});
