import assert from "node:assert/strict";
import { progressWords } from "../../../../app/backfill/progress-words.ts";
import { scheduledUnits } from "../../../../app/backfill/scheduled-units.ts";

describe("the words of a backfill", () => {
  it("say how far it is, and how long it takes once something has ended", () => {
    const running = ["2022-01-03", "2022-01-04"];
    assert.equal(
      progressWords({ done: 0, failed: 0, running }, { total: 4, milliseconds: 9_000 }),
      "0 of 4, 0 failed: 2022-01-03 2022-01-04",
    );
    assert.equal(
      progressWords({ done: 1, failed: 1, running }, { total: 4, milliseconds: 9_000 }),
      "2 of 4, 1 failed, 9.0 s left: 2022-01-03 2022-01-04",
    );
  });

  it("name the units of a schedule up to now, where it says which was the first", () => {
    const schedule = {
      cron: "0 5 * * *",
      timezone: "UTC",
      unit: "previous-day",
      start: "2022-01-01",
    } as const;
    assert.equal(scheduledUnits(schedule, new Date("2022-01-04T06:00Z")), "2022-01-01..2022-01-03");
    assert.equal(scheduledUnits(schedule, new Date("2022-01-01T06:00Z")), undefined);
    assert.equal(scheduledUnits({ ...schedule, start: undefined }, new Date("2022-01-04T06:00Z")), undefined);
    assert.equal(scheduledUnits(undefined, new Date()), undefined);
  });
});
