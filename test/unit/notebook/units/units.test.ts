import assert from "node:assert/strict";
import fc from "fast-check";
import {
  calendarKindOf,
  notAUnit,
  placeOf,
  unitAt,
  type CalendarKind,
} from "../../../../notebook/units/calendar.ts";
import { dueUnit, isCron } from "../../../../notebook/units/schedule.ts";
import { unitParameter } from "../../../../notebook/units/unit-parameter.ts";
import { parseUnits, parseUnitsFile, type UnitKind } from "../../../../notebook/units/units.ts";
import { hourIsShown } from "../../../../notebook/units/zone.ts";
import type { Parameter } from "../../../../notebook/parameters/parameter.ts";
import { propertyRuns } from "../../../support/property-runs.ts";

const units = (text: string, kind: UnitKind = "day", timezone = "UTC"): readonly string[] => {
  const parsed = parseUnits(text, { kind, timezone });
  if (parsed.kind === "units") return parsed.units;
  assert.fail(parsed.problems.join("\n"));
};

const problem = (text: string, kind: UnitKind = "day", timezone = "UTC"): string => {
  const parsed = parseUnits(text, { kind, timezone });
  return parsed.kind === "problems" ? parsed.problems.join("\n") : "";
};

const kinds = fc.constantFrom<CalendarKind>("day", "hour", "month");
/** Years 0001 to 9900. */
const places: Readonly<Record<CalendarKind, fc.Arbitrary<number>>> = {
  day: fc.integer({ min: -719_000, max: 2_900_000 }),
  hour: fc.integer({ min: -719_000 * 24, max: 2_900_000 * 24 }),
  month: fc.integer({ min: 12, max: 9_900 * 12 }),
};
const unitsOf = kinds.chain((kind) => places[kind].map((place) => ({ kind, place })));

describe("units of the data", () => {
  it("are numbers in a row", () => {
    fc.assert(
      fc.property(unitsOf, ({ kind, place }) => {
        const text = unitAt(kind, place);
        assert.equal(placeOf(kind, text), place);
        assert.equal(calendarKindOf(text), kind);
        assert.equal(notAUnit(kind, text), undefined);
        assert.ok(text < unitAt(kind, place + 1), "texts are in the order of time");
      }),
      propertyRuns(200),
    );
  });

  it("of a range are all between its ends, both included", () => {
    fc.assert(
      fc.property(unitsOf, fc.nat(400), fc.integer({ min: 1, max: 40 }), ({ kind, place }, length, step) => {
        const [from, to] = [unitAt(kind, place), unitAt(kind, place + length)];
        const found = units(`${from}..${to}/${step}`, kind);
        assert.equal(found.length, Math.floor(length / step) + 1);
        assert.equal(found[0], from);
        assert.ok((found.at(-1) ?? "") <= to);
        for (const [index, unit] of found.entries()) assert.equal(placeOf(kind, unit), place + index * step);
      }),
      propertyRuns(100),
    );
  });

  it("cross the ends of months, leap days and years", () => {
    assert.deepEqual(units("2024-02-28..2024-03-01"), ["2024-02-28", "2024-02-29", "2024-03-01"]);
    assert.deepEqual(units("2023-02-28..2023-03-01"), ["2023-02-28", "2023-03-01"]);
    assert.deepEqual(units("2021-11..2022-02", "month"), ["2021-11", "2021-12", "2022-01", "2022-02"]);
    assert.deepEqual(units("2021-12-31T22..2022-01-01T01", "hour"), [
      "2021-12-31T22",
      "2021-12-31T23",
      "2022-01-01T00",
      "2022-01-01T01",
    ]);
    assert.equal(units("2000-01-01..2000-12-31").length, 366);
    assert.equal(units("1900-01-01..1900-12-31").length, 365);
  });

  it("may be a list, ranges and steps among it, and count once", () => {
    assert.deepEqual(units("2022-01-05,2022-01-01..2022-01-09/4,2022-01-01"), [
      "2022-01-05",
      "2022-01-01",
      "2022-01-09",
    ]);
  });

  it("may be any text", () => {
    assert.deepEqual(units("north,../south,a\\,b", "text"), ["north", "../south", "a,b"]);
    assert.deepEqual(units("2022-01..2022-03", "text"), ["2022-01", "2022-02", "2022-03"]);
  });

  it("stand in the lines of a file", () => {
    const parsed = parseUnitsFile("\uFEFF2022-01-01\r\n\r\n 2022-01-05..2022-01-06\n", {
      kind: "day",
      timezone: "UTC",
    });
    assert.deepEqual(parsed, { kind: "units", units: ["2022-01-01", "2022-01-05", "2022-01-06"] });
  });

  it("that cannot be are refused with what to write", () => {
    assert.match(problem("2022-02-30"), /February 2022 has 28 days/);
    assert.match(problem("2022-13", "month"), /01 to 12/);
    assert.match(problem("2022-01-01T24", "hour"), /00 to 23/);
    assert.match(problem("2022-01-01"), /^$/);
    assert.match(problem("2022-01-09..2022-01-01"), /Write 2022-01-01\.\.2022-01-09/);
    assert.match(problem("2022-01-01..2022-01-09/0"), /Write 1 or more/);
    assert.match(problem("2022-01..2022-02"), /is no day of the form YYYY-MM-DD/);
    assert.match(problem(""), /There is no unit/);
    assert.match(problem("0001-01-01..9999-12-31"), /more than 1000000 units/);
  });
});

describe("hours where clocks are changed", () => {
  const range = (from: string, to: string): readonly string[] =>
    units(`${from}..${to}`, "hour", "Europe/Prague");

  it("leave out the one that is not there in spring", () => {
    assert.deepEqual(range("2022-03-27T01", "2022-03-27T04"), [
      "2022-03-27T01",
      "2022-03-27T03",
      "2022-03-27T04",
    ]);
    assert.match(problem("2022-03-27T02", "hour", "Europe/Prague"), /no hour 2022-03-27T02/);
    assert.deepEqual(units("2022-03-27T02", "hour"), ["2022-03-27T02"]);
  });

  it("have the one that is there twice in autumn once", () => {
    assert.deepEqual(range("2022-10-30T01", "2022-10-30T03"), [
      "2022-10-30T01",
      "2022-10-30T02",
      "2022-10-30T03",
    ]);
  });

  it("are there where an hour is missing by half", () => {
    assert.equal(hourIsShown("2022-10-02T02", "Australia/Lord_Howe"), true);
  });

  it("are there wherever a clock shows them", () => {
    const zones = fc.constantFrom("Europe/Prague", "America/New_York", "Asia/Kathmandu", "Pacific/Apia");
    fc.assert(
      fc.property(zones, fc.integer({ min: 8_760 * 40, max: 8_760 * 55 }), (timezone, hour) => {
        const shown = new Date(hour * 3_600_000)
          .toLocaleString("sv", { timeZone: timezone })
          .slice(0, 13)
          .replace(" ", "T");
        assert.equal(hourIsShown(shown, timezone), true, shown);
      }),
      propertyRuns(200),
    );
  });
});

describe("a schedule", () => {
  it("says which unit a run is for", () => {
    const at = (unit: "previous-day" | "same-day" | "previous-hour" | "previous-month", now: string) =>
      dueUnit({ cron: "30 6 * * *", timezone: "Europe/Prague", unit }, new Date(now));
    assert.equal(at("previous-day", "2022-02-05T05:30:00Z"), "2022-02-03", "half past six has not struck");
    assert.equal(at("previous-day", "2022-02-05T05:31:00Z"), "2022-02-04");
    assert.equal(at("same-day", "2022-02-05T05:31:00Z"), "2022-02-05");
    assert.equal(at("previous-hour", "2022-02-05T12:00:00Z"), "2022-02-05T05");
    assert.equal(at("previous-month", "2022-01-05T12:00:00Z"), "2021-12");
  });

  it("is what every scheduler takes", () => {
    for (const cron of ["30 6 * * *", "*/15 0-6,8 1 JAN-MAR mon", "0 0 29 2 *"])
      assert.equal(isCron(cron), true, cron);
    for (const cron of ["", "* * * *", "* * * * * *", "61 * * * *", "0 0 L * *", "0 0 * * 5#1", "@daily"])
      assert.equal(isCron(cron), false, cron);
  });
});

describe("the parameter of the unit", () => {
  const parameter = (name: string, kind: "string" | "date" | "boolean"): Parameter => ({
    name,
    type: { kind },
    default: undefined,
    doc: "",
  });
  const [country, day, dry] = [
    parameter("country", "string"),
    parameter("day", "date"),
    parameter("dry", "boolean"),
  ];
  const found = (parameters: readonly Parameter[], unit?: "previous-day" | "previous-month"): unknown => {
    const rule = unitParameter(parameters, unit === undefined ? undefined : { unit, timezone: "UTC" });
    return rule && [rule.parameter.name, rule.kind];
  };

  it("is the first IsoDate, else the first that takes a text", () => {
    assert.deepEqual(found([country, day]), ["day", "day"]);
    assert.deepEqual(found([country, dry]), ["country", "text"]);
    assert.deepEqual(found([dry]), undefined);
    assert.deepEqual(found([]), undefined);
  });

  it("is a string for hours and months, which the schedule names", () => {
    assert.deepEqual(found([day, country], "previous-month"), ["country", "month"]);
    assert.deepEqual(found([day], "previous-month"), undefined);
    assert.deepEqual(found([country], "previous-day"), ["country", "day"]);
  });
});
