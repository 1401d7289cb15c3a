import assert from "node:assert/strict";
import { unitTimes } from "../../../../notebook/units/unit-times.ts";

describe("the times of a unit", () => {
  const times = (...of: Parameters<typeof unitTimes>): readonly string[] => {
    const { start, end } = unitTimes(...of);
    return [start.toISOString(), end.toISOString()];
  };

  it("are those of UTC where no other zone is said", () => {
    assert.deepEqual(times("day", "2024-02-29", "UTC"), [
      "2024-02-29T00:00:00.000Z",
      "2024-03-01T00:00:00.000Z",
    ]);
    assert.deepEqual(times("month", "2023-12", "UTC"), [
      "2023-12-01T00:00:00.000Z",
      "2024-01-01T00:00:00.000Z",
    ]);
    assert.deepEqual(times("hour", "2024-02-29T23", "UTC"), [
      "2024-02-29T23:00:00.000Z",
      "2024-03-01T00:00:00.000Z",
    ]);
  });

  it("are those of the zone's clocks, also on days of 23 and 25 hours", () => {
    const prague = "Europe/Prague";
    assert.deepEqual(times("day", "2024-03-31", prague), [
      "2024-03-30T23:00:00.000Z",
      "2024-03-31T22:00:00.000Z",
    ]);
    assert.deepEqual(times("day", "2024-10-27", prague), [
      "2024-10-26T22:00:00.000Z",
      "2024-10-27T23:00:00.000Z",
    ]);
    assert.deepEqual(times("month", "2024-03", prague), [
      "2024-02-29T23:00:00.000Z",
      "2024-03-31T22:00:00.000Z",
    ]);
    assert.deepEqual(times("hour", "2024-10-27T02", prague), [
      "2024-10-27T00:00:00.000Z",
      "2024-10-27T02:00:00.000Z",
    ]);
    assert.deepEqual(times("hour", "2024-03-31T01", prague), [
      "2024-03-31T00:00:00.000Z",
      "2024-03-31T01:00:00.000Z",
    ]);
    assert.deepEqual(times("day", "2024-01-01", "Asia/Kathmandu")[0], "2023-12-31T18:15:00.000Z");
    assert.deepEqual(times("day", "2024-01-01", "Pacific/Kiritimati")[0], "2023-12-31T10:00:00.000Z");
  });

  it("begin with the first moment of a day that has no midnight", () => {
    assert.deepEqual(times("day", "2018-11-04", "America/Sao_Paulo"), [
      "2018-11-04T03:00:00.000Z",
      "2018-11-05T02:00:00.000Z",
    ]);
  });
});
