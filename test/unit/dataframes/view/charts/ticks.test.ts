import assert from "node:assert/strict";
import { numberAxis, timeAxis } from "../../../../../dataframes/view/charts/drawing/ticks.ts";

describe("the axes of a chart", () => {
  it("write large numbers short, unless that makes two the same", () => {
    const millions = numberAxis([0, 10_000_000], [0, 100], 5, true);
    assert.deepEqual(
      millions.ticks.map(({ text }) => text),
      ["0", "2M", "4M", "6M", "8M", "10M"],
    );
    const near = numberAxis([10_000_001, 10_000_003], [0, 100], 3, false);
    assert.deepEqual(
      near.ticks.map(({ text }) => text),
      ["10,000,001.0", "10,000,001.5", "10,000,002.0", "10,000,002.5", "10,000,003.0"],
    );
  });

  it("have a length where all values are the same", () => {
    for (const value of [0, 5, -1e300]) {
      const { place, ticks } = numberAxis([value, value], [0, 100], 4, false);
      assert.equal(Math.round(place(value)), 50);
      assert.ok(ticks.length > 0);
    }
    assert.equal(timeAxis([0, 0], [0, 100], 4, undefined).place(0), 50);
  });

  it("have their days where the zone has midnight, also over a change of clocks", () => {
    const [from, to] = [Date.UTC(2024, 2, 29, 23), Date.UTC(2024, 3, 1, 22)];
    const { ticks } = timeAxis([from, to], [0, 100], 3, "Europe/Prague");
    assert.deepEqual(
      ticks.map(({ at }) => new Date(at).toISOString()),
      [
        "2024-03-29T23:00:00.000Z",
        "2024-03-30T23:00:00.000Z",
        "2024-03-31T22:00:00.000Z",
        "2024-04-01T22:00:00.000Z",
      ],
    );
  });

  it("take a zone that nobody knows as UTC", () => {
    const { ticks } = timeAxis([0, 2 * 86_400_000], [0, 100], 2, "Mars/Olympus");
    assert.equal(ticks[0]?.at, 0);
  });
});
