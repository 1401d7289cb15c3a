import assert from "node:assert/strict";
import { attemptsOf } from "../../../../extension/units/attempts.ts";
import { unitLabel, unitName } from "../../../../extension/units/unit-label.ts";
import type { UnitEntry } from "../../../../backfill/journal/entry.ts";

describe("a unit in words", () => {
  it("is a day, an hour, a month or its own text", () => {
    assert.deepEqual(["2022-01-14", "2022-01-04T07", "2022-12", "north"].map(unitName), [
      "14 January 2022",
      "4 January 2022, 07:00",
      "December 2022",
      "north",
    ]);
  });

  it("says what became of it", () => {
    const unit = "2022-01-14";
    assert.equal(
      unitLabel(unit, { unit, state: "failed", code: 42, attempt: 1 }),
      "14 January 2022, failed, exit code 42, attempt 1",
    );
    assert.equal(
      unitLabel(unit, { unit, state: "done", code: 0, attempt: 2 }),
      "14 January 2022, done, attempt 2",
    );
    assert.equal(unitLabel(unit, { unit, state: "missing" }), "14 January 2022, missing");
    assert.equal(unitLabel(unit, undefined), "14 January 2022, not asked for");
  });
});

describe("the attempts of a unit", () => {
  const entry = (attempt: number, state: UnitEntry["state"], minute: number, code?: number): UnitEntry => ({
    at: `2022-02-05T00:0${minute}:00.000Z`,
    unit: "2022-01-14",
    state,
    attempt,
    version: "v",
    code,
  });

  it("have the times of their lines, the last one first", () => {
    assert.deepEqual(
      attemptsOf([entry(1, "running", 0), entry(1, "retrying", 1, 75), entry(2, "running", 3)]),
      [
        { attempt: 2, state: "running", began: entry(2, "running", 3).at, code: undefined },
        {
          attempt: 1,
          state: "retrying",
          began: entry(1, "running", 0).at,
          ended: entry(1, "running", 1).at,
          code: 75,
        },
      ],
    );
  });
});
