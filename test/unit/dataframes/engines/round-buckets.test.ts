import assert from "node:assert/strict";
import { bucketOf, roundBuckets } from "../../../../dataframes/engines/round-buckets.ts";
import type { Buckets } from "../../../../dataframes/engines/round-buckets.ts";

const perDay = 86_400_000;
const starts = (buckets: Buckets): readonly number[] =>
  Array.from({ length: buckets.count + 1 }, (_, bucket) => buckets.startOf(bucket));
const times = (from: string, to: string, most: number): readonly string[] =>
  starts(roundBuckets({ from: Date.parse(from), to: Date.parse(to), perDay, step: 1 }, most)).map((start) =>
    new Date(start).toISOString().replace(/:00\.000Z$|T00:00:00\.000Z$/, ""),
  );
const numbers = (from: number, to: number, most: number, step = 0): readonly number[] =>
  starts(roundBuckets({ from, to, step }, most));

describe("buckets begin at round places", () => {
  it("of numbers", () => {
    assert.deepEqual(numbers(3, 97, 10), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    assert.deepEqual(numbers(0.01, 0.49, 6), [0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    assert.deepEqual(numbers(-7, 7, 4), [-10, -5, 0, 5, 10].slice(0, 5));
  });

  it("of whole numbers, never narrower than one", () => {
    assert.deepEqual(numbers(1, 3, 20, 1), [1, 2, 3, 4]);
  });

  it("of one number, or of none that differ", () => {
    assert.deepEqual(numbers(0, 0, 20), [0, 1]);
    for (const value of [4.25, -1e20, 1e300, 1e-300]) {
      const found = numbers(value, value, 20);
      assert.equal(found.length, 2);
      assert.ok((found[0] ?? NaN) <= value && value < (found[1] ?? NaN), String(found));
    }
  });

  it("of numbers as far apart as there are", () => {
    const found = numbers(-Number.MAX_VALUE, Number.MAX_VALUE, 20);
    assert.ok(found.length <= 21 && found.length > 1);
  });

  it("of minutes, hours and days", () => {
    assert.deepEqual(times("2024-01-01T10:03:20Z", "2024-01-01T10:11:00Z", 3), ["2024-01-01T10:00", "2024-01-01T10:05", "2024-01-01T10:10", "2024-01-01T10:15"]); // prettier-ignore
    assert.deepEqual(times("2024-01-01T10:03:20Z", "2024-01-01T12:01:00Z", 3), ["2024-01-01T10:00", "2024-01-01T11:00", "2024-01-01T12:00", "2024-01-01T13:00"]); // prettier-ignore
    assert.deepEqual(times("2024-02-28T10:00Z", "2024-03-01T01:00Z", 3), ["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"]); // prettier-ignore
  });

  it("of weeks, which begin on Mondays", () => {
    assert.deepEqual(times("2024-01-03T10:00Z", "2024-01-20T01:00Z", 4), ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"]); // prettier-ignore
  });

  it("of months, quarters and years", () => {
    assert.deepEqual(times("2024-01-31T10:00Z", "2024-04-30T01:00Z", 4), ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01"]); // prettier-ignore
    assert.deepEqual(times("2023-12-31T10:00Z", "2024-07-01T01:00Z", 4), ["2023-10-01", "2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"]); // prettier-ignore
    assert.deepEqual(times("1969-12-31T10:00Z", "1971-07-01T01:00Z", 3), ["1969-01-01", "1970-01-01", "1971-01-01", "1972-01-01"]); // prettier-ignore
    assert.deepEqual(times("1911-12-31T10:00Z", "2001-07-01T01:00Z", 3), ["1900-01-01", "1950-01-01", "2000-01-01", "2050-01-01"]); // prettier-ignore
  });

  it("of days that are counted as such", () => {
    const [from, to] = ["2024-01-03", "2024-02-20"].map((day) => Date.parse(day) / perDay);
    assert.deepEqual(
      starts(roundBuckets({ from: from ?? 0, to: to ?? 0, perDay: 1, step: 1 }, 2)),
      ["2024-01-01", "2024-02-01", "2024-03-01"].map((day) => Date.parse(day) / perDay),
    );
  });

  it("of nanoseconds, without losing any", () => {
    const second = 1_000_000_000;
    const from = Date.parse("2024-01-01T10:00:03Z") * 1e6;
    const { startOf } = roundBuckets({ from, to: from + 40 * second, perDay: 86_400 * second, step: 1 }, 50);
    assert.equal(BigInt(startOf(7)), BigInt(Date.parse("2024-01-01T10:00:10Z")) * 1_000_000n);
  });

  it("of times beyond all dates", () => {
    const { count, startOf } = roundBuckets({ from: -1e18, to: 1e18, perDay: 1, step: 1 }, 10);
    assert.ok(count >= 1 && count <= 10 && startOf(count) >= 1e18);
  });

  it("and every value is in the one that has its place", () => {
    const dates = ["1969-12-31T23:59:59Z", "1970-01-01T00:00Z", "2024-02-29T12:00Z", "2030-01-01T00:00Z"].map(
      Date.parse,
    );
    for (const most of [1, 2, 20, 300, 20_000]) {
      const buckets = roundBuckets({ from: dates[0] ?? 0, to: dates[3] ?? 0, perDay, step: 1 }, most);
      assert.ok(buckets.count <= most);
      for (const date of dates) {
        const bucket = bucketOf(buckets, date);
        assert.ok(buckets.startOf(bucket) <= date && (date < buckets.startOf(bucket + 1) || most === 1));
      }
    }
  });
});
