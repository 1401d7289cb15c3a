import assert from "node:assert/strict";
import { calendarText } from "../../../cli/backfill/calendar-text.ts";

describe("units as a calendar", () => {
  it("have a row for each month, with room for days that were not asked for", () => {
    const text = calendarText(
      new Map([
        ["2022-02-01", "failed"],
        ["2022-01-30", "done"],
        ["2022-01-31", "stale"],
      ]),
    );
    assert.equal(
      text,
      `         1   5    10   15   20   25   30\n2022-01  ${" ".repeat(29)}✓~\n2022-02  ✗\n`,
    );
  });

  it("have a row for each day of hours and each year of months", () => {
    assert.equal(
      calendarText(new Map([["2022-01-01T02", "running"]])),
      "            0     6     12    18\n2022-01-01    ▸\n",
    );
    assert.equal(calendarText(new Map([["2022-03", "missing"]])), "      1  4  7  10\n2022    ·\n");
  });

  it("are none where they are other texts", () => {
    assert.equal(calendarText(new Map([["north", "done"]])), "");
  });
});
