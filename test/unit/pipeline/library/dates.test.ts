import assert from "node:assert/strict";
import fc from "fast-check";
import { previous, range } from "../../../../pipeline/library/dates.ts";

const dayMilliseconds = 86_400_000;
const dayOf = (number: number): string => new Date(number * dayMilliseconds).toISOString().slice(0, 10);
/** The years 100 to 9899, so that there is something before and after. */
const days = fc
  .integer({ min: Date.UTC(100, 0) / dayMilliseconds, max: Date.UTC(9899, 11, 31) / dayMilliseconds })
  .map(dayOf);
const months = days.map((day) => day.slice(0, 7));

describe("days and months of a run", () => {
  it("knows the day and the month before, over years and leap days", () => {
    assert.deepEqual(
      ["2024-03-01", "2023-03-01", "1900-03-01", "2000-03-01", "2022-01-01", "2024-01", "2024-12"].map(
        (each) => previous(each),
      ),
      ["2024-02-29", "2023-02-28", "1900-02-28", "2000-02-29", "2021-12-31", "2023-12", "2024-11"],
    );
    assert.deepEqual(
      [previous("2024-02-29", 366), previous("2024-02", 0), previous("2023-02", -12)],
      ["2023-02-28", "2024-02", "2024-02"],
    );
  });

  it("gives both ends of a range, and nothing where the last is before the first", () => {
    assert.deepEqual(range("2024-02-28", "2024-03-01"), ["2024-02-28", "2024-02-29", "2024-03-01"]);
    assert.deepEqual(range("2023-11", "2024-02"), ["2023-11", "2023-12", "2024-01", "2024-02"]);
    assert.deepEqual(range("2024-03-01", "2024-03-01"), ["2024-03-01"]);
    assert.deepEqual(range("2024-03-02", "2024-03-01"), []);
    assert.equal(range("2023-01-01", "2024-12-31").length, 731);
  });

  it("takes steps back and forth that lead to where they began", () => {
    fc.assert(
      fc.property(fc.oneof(days, months), fc.integer({ min: -300, max: 300 }), (date, count) => {
        assert.equal(previous(previous(date, count), -count), date);
        assert.equal(Math.sign(date.localeCompare(previous(date, count))), Math.sign(count));
      }),
    );
  });

  it("gives ranges that are sorted, without gaps, of the length that the calendar has", () => {
    fc.assert(
      fc.property(fc.oneof(days, months), fc.integer({ min: 0, max: 800 }), (to, count) => {
        const from = previous(to, count);
        const all = range(from, to);
        assert.equal(all.length, count + 1);
        assert.deepEqual([all[0], all.at(-1)], [from, to]);
        for (const [index, each] of all.entries()) {
          if (index > 0) assert.equal(previous(each), all[index - 1]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("says what is wrong with what is no day or month, and with steps out of the calendar", () => {
    const wrong: readonly (readonly [() => unknown, RegExp])[] = [
      [
        () => previous("2022-02-30"),
        /"2022-02-30" is not a calendar day: February 2022 has 28 days\. Write a day as/,
      ],
      [() => previous("2022-13"), /"2022-13" is not a calendar day: there is no month 13/],
      [() => previous("2022-2-5"), /is not a calendar day/],
      [() => previous("20220205"), /is not a calendar day/],
      [() => previous(" 2022-02-05"), /is not a calendar day/],
      [() => previous("2022-02-05T00:00Z"), /is not a calendar day/],
      [() => previous("2022-02-05", 0.5), /0\.5 is no number of days or months/],
      [() => previous("2022-02-05", Number.NaN), /NaN is no number/],
      [() => range("2022-02", "2022-02-05"), /2022-02 is a month and 2022-02-05 a day/],
      [() => previous("0000-01-01"), /There is no such day/],
      [() => previous("0000-01"), /There is no such month/],
      [() => previous("9999-12-31", -1), /There is no such day/],
      [() => previous("9999-12", -1), /There is no such month/],
      [() => previous("2022-02-05", Number.MAX_SAFE_INTEGER), /There is no such day/],
    ];
    for (const [act, message] of wrong) assert.throws(act, message);
  });
});
