import assert from "node:assert/strict";
import { piecesOf, type DagClock } from "../../../../backfill/airflow/pieces.ts";

const now = new Date("2026-11-30T12:00:00Z");
const clock = (
  cron: string,
  isPartitioned: boolean,
  unit: DagClock["schedule"]["unit"] = "previous-day",
): DagClock => ({
  schedule: { cron, timezone: "Europe/Prague", unit },
  isPartitioned,
  isPeriodic: true,
});

describe("a list of units on Airflow", () => {
  it("is a backfill for each row of days, where days are partitions", () => {
    const units = ["2022-03-01", "2022-02-27", "2022-02-28", "2022-03-05", "2026-11-30", "2026-12-01"];
    assert.deepEqual(piecesOf(units, clock("0 3 * * *", true), now), {
      ranges: [
        {
          units: ["2022-02-27", "2022-02-28", "2022-03-01"],
          from: "2022-02-27T00:00:00Z",
          to: "2022-03-01T23:59:59Z",
        },
        { units: ["2022-03-05"], from: "2022-03-05T00:00:00Z", to: "2022-03-05T23:59:59Z" },
      ],
      // Not over yet by any clock.
      others: ["2026-11-30", "2026-12-01"],
    });
  });

  it("is one for each row of times of the clock elsewhere, and a run by hand for what it never has", () => {
    const units = ["2022-06-02", "2022-06-03", "2022-06-04", "2022-06-05", "2022-06-06", "2022-06-08"];
    assert.deepEqual(piecesOf(units, clock("0 3 * * MON-FRI", false), now), {
      ranges: [
        {
          units: ["2022-06-02", "2022-06-05", "2022-06-06"],
          from: "2022-06-03T01:00:00.000Z",
          to: "2022-06-07T02:00:00.000Z",
        },
        { units: ["2022-06-08"], from: "2022-06-09T01:00:00.000Z", to: "2022-06-09T02:00:00.000Z" },
      ],
      others: ["2022-06-03", "2022-06-04"],
    });
  });

  it("never makes a unit of two times of the clock a backfill, nor one that is not due yet", () => {
    const twice = piecesOf(["2022-06-02", "2022-06-03"], clock("0 3,4 * * *", false), now);
    assert.deepEqual(twice, { ranges: [], others: ["2022-06-02", "2022-06-03"] });
    const hours = ["2026-11-30T11", "2026-11-30T12", "2026-11-30T13"];
    assert.deepEqual(piecesOf(hours, clock("5 * * * *", false, "previous-hour"), now), {
      ranges: [
        { units: ["2026-11-30T11"], from: "2026-11-30T11:05:00.000Z", to: "2026-11-30T12:04:59.000Z" },
      ],
      others: ["2026-11-30T12", "2026-11-30T13"],
    });
    const months = piecesOf(["2022-02", "2022-03"], clock("0 4 1 * *", false, "previous-month"), now);
    assert.deepEqual(
      months.ranges.map(({ units }) => units),
      [["2022-02", "2022-03"]],
    );
  });

  it("holds the moment that Airflow has where clocks change", () => {
    const day = (unit: string) => piecesOf([unit], clock("30 2 * * *", false), now).ranges[0];
    const isIn = (unit: string, moment: string): boolean =>
      (day(unit)?.from ?? "") <= moment && moment <= (day(unit)?.to ?? "");
    assert.ok(isIn("2026-03-28", "2026-03-29T01:30:00.000Z"));
    assert.ok(isIn("2025-10-25", "2025-10-26T01:30:00.000Z"));
  });

  it("is runs by hand alone where the DAG has no clock, or the units are none of the clock's", () => {
    const units = ["2022-06-02", "2022-06-03"];
    const without = { ...clock("0 3 * * *", false), isPeriodic: false };
    assert.deepEqual(piecesOf(units, without, now), { ranges: [], others: units });
    assert.deepEqual(piecesOf(["a", "b"], clock("0 3 * * *", true), now), { ranges: [], others: ["a", "b"] });
  });
});
