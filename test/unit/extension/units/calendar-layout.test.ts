import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  monthsOf,
  moveDay,
  moveOf,
  moveRow,
  spanOf,
  weeksOf,
} from "../../../../extension/units/calendar-layout.ts";
import { placeOf, unitAt } from "../../../../notebook/units/calendar.ts";

const span = { first: "2021-12-01", last: "2022-02-28" };
const days = fc
  .integer({ min: placeOf("day", "1950-01-01"), max: placeOf("day", "2100-12-31") })
  .map((place) => unitAt("day", place));

describe("the calendar of units", () => {
  it("spans the whole months of its days, and is none of other units", () => {
    assert.deepEqual(spanOf(["2022-02-03", "2021-12-31", "2022-01-01"]), span);
    assert.equal(spanOf([]), undefined);
    assert.equal(spanOf(["2022-02-03", "2022-02"]), undefined);
    assert.equal(spanOf(["north", "south"]), undefined);
  });

  it("has a year's months, as far as there are units", () => {
    assert.deepEqual(monthsOf("2021", span), ["2021-12"]);
    assert.deepEqual(monthsOf("2022", span), ["2022-01", "2022-02"]);
    assert.deepEqual(monthsOf("2023", span), []);
  });

  it("has weeks from Monday to Sunday", () => {
    const weeks = weeksOf("2022-01");
    assert.equal(weeks.length, 6);
    assert.deepEqual(weeks[0], [
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      "2022-01-01",
      "2022-01-02",
    ]);
    assert.deepEqual(weeks[5], [
      "2022-01-31",
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    assert.equal(weeksOf("2021-02").length, 4, "begins on a Monday and has 28 days");
  });

  it("has each day of a month once, below its day of the week", () => {
    fc.assert(
      fc.property(days, (day) => {
        const weeks = weeksOf(day.slice(0, 7));
        const found = weeks.flatMap((week) =>
          week.flatMap((each) => (each === day ? [week.indexOf(each)] : [])),
        );
        assert.deepEqual(found, [(new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7]);
        assert.equal(
          weeks.flat().filter((each) => each !== undefined).length,
          new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate(),
        );
      }),
    );
  });

  it("is walked through by keys", () => {
    const from = (day: string, key: string, ctrl = false): string =>
      moveDay(day, moveOf(key, ctrl) ?? assert.fail(key), span);
    assert.equal(from("2022-01-31", "ArrowRight"), "2022-02-01");
    assert.equal(from("2022-01-01", "ArrowLeft"), "2021-12-31");
    assert.equal(from("2022-01-31", "ArrowDown"), "2022-02-07");
    assert.equal(from("2022-01-01", "ArrowUp"), "2021-12-25");
    assert.equal(from("2022-01-31", "PageDown"), "2022-02-28", "February has no 31st");
    assert.equal(from("2022-01-15", "PageUp"), "2021-12-15");
    assert.equal(from("2022-01-15", "Home"), "2022-01-01");
    assert.equal(from("2022-01-15", "End"), "2022-01-31");
    assert.equal(from("2022-01-15", "Home", true), span.first);
    assert.equal(from("2022-01-15", "End", true), span.last);
    assert.equal(from("2022-02-28", "ArrowRight"), "2022-02-28", "here it ends");
    assert.equal(from("2021-12-03", "ArrowUp"), "2021-12-03");
    assert.equal(moveOf("x", false), undefined);
    assert.equal(moveOf("ArrowRight", true), undefined);
  });

  it("as a list is walked through by the same keys", () => {
    const from = (index: number, key: string): number =>
      moveRow(index, moveOf(key, false) ?? assert.fail(key), { count: 30, page: 20 });
    assert.deepEqual([from(3, "ArrowDown"), from(3, "ArrowUp"), from(0, "ArrowUp")], [4, 2, 0]);
    assert.deepEqual([from(3, "PageDown"), from(13, "PageDown"), from(3, "PageUp")], [23, 29, 0]);
    assert.deepEqual([from(3, "Home"), from(3, "End")], [0, 29]);
  });
});
