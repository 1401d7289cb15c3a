import assert from "node:assert/strict";
import { withUnit } from "../../../../pipeline/result/unit-argument.ts";
import type { GivenWords, UnitWords } from "../../../../pipeline/result/unit-argument.ts";

const day = { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "" } as const;
const unit = { parameter: "day", kind: "day", timezone: "UTC", due: null } as const;
const now = new Date("2026-11-29T08:00:00Z");

function asked(words: string, given: Partial<GivenWords> = {}): UnitWords {
  const read = (path: string): string => {
    if (path === "days") return "2022-01-01\n2022-01-03\n";
    throw new Error(`${path} is not there`);
  };
  return withUnit({ parameters: [day], unit, env: {}, read, now, words: words.split(" "), ...given });
}

const wordsOf = (result: UnitWords): string =>
  result.kind === "words" ? result.words.join(" ") : assert.fail(result.problems.join());
const problemOf = (result: UnitWords): string =>
  result.kind === "problems" ? result.problems.join() : assert.fail(result.words.join(" "));

describe("the unit of one task of many", () => {
  it("is the one at the index", () => {
    assert.equal(wordsOf(asked("--units 2022-02-27..2022-03-02 --index 2 --x 1")), "--day=2022-03-01 --x 1");
    assert.equal(wordsOf(asked("--index=1 --units=2022-01-01,2022-01-05")), "--day=2022-01-05");
    assert.equal(wordsOf(asked("--units @days --index 1")), "--day=2022-01-03");
  });

  it("is found by the variable of the engine, from 1 where that counts from 1", () => {
    for (const variable of [
      "PIPENB_INDEX",
      "JOB_COMPLETION_INDEX",
      "SLURM_ARRAY_TASK_ID",
      "AWS_BATCH_JOB_ARRAY_INDEX",
      "CLOUD_RUN_TASK_INDEX",
    ]) {
      const env = { SGE_TASK_ID: "undefined", [variable]: "1" };
      assert.equal(wordsOf(asked("--units 2022-01-01..2022-01-31", { env })), "--day=2022-01-02", variable);
    }
    const env = { SGE_TASK_ID: "1" };
    assert.equal(wordsOf(asked("--units 2022-01-01..2022-01-31 --index auto", { env })), "--day=2022-01-01");
  });

  it("leaves all other words as they are", () => {
    const env = { JOB_COMPLETION_INDEX: "3" };
    assert.equal(wordsOf(asked("2022-01-01 --x --index2 5", { env })), "2022-01-01 --x --index2 5");
    assert.equal(wordsOf(asked("-- --units a")), "-- --units a");
  });

  it("is never taken from a parameter of these names", () => {
    const parameters = [day, { ...day, name: "units" }, { ...day, name: "index" }];
    assert.equal(wordsOf(asked("--units a --index b", { parameters })), "--units a --index b");
    const env = { PIPENB_INDEX: "9", JOB_COMPLETION_INDEX: "0" };
    const indexOnly = [day, { ...day, name: "index" }];
    assert.equal(wordsOf(asked("--units 2022-01-01", { parameters: indexOnly, env })), "--day=2022-01-01");
  });

  it("is refused with a sentence where there is none", () => {
    assert.match(problemOf(asked("--units 2022-01-01..2022-01-02 --index 2")), /index is 2.*2 units: 0 to 1/);
    assert.match(problemOf(asked("--units 2022-01-01..2022-01-02")), /Give --index N from 0.*SGE_TASK_ID/);
    assert.match(problemOf(asked("--index 1")), /Give --units too/);
    assert.match(problemOf(asked("--units 2022-01-01 --index -1")), /"auto", not "-1"/);
    assert.match(problemOf(asked("--units 2022-02-30 --index 0")), /2022-02-30/);
    assert.match(problemOf(asked("--units @none --index 0")), /@none cannot be read: none is not there/);
    assert.match(problemOf(asked("--units a --index 0", { unit: null })), /no parameter for units/);
    const env = { SGE_TASK_ID: "0" };
    assert.match(problemOf(asked("--units 2022-01-01", { env })), /SGE_TASK_ID is "0", and no index from 1/);
  });
});

describe("the unit that is due", () => {
  const zone = "Europe/Prague";
  const scheduled = { ...unit, timezone: zone, due: "previous-day" } as const;
  const due = (words: string, given: Partial<GivenWords> = {}): UnitWords =>
    asked(words, { unit: scheduled, ...given });
  const jobAt = (moment: string): string => `weather-${Date.parse(moment) / 60_000}`;

  it("is the one of a moment, by the schedule's clocks", () => {
    assert.equal(wordsOf(due("--due 2022-02-06T06:30:00+01:00 --x 1")), "--day=2022-02-05 --x 1");
    // Already the next day there.
    assert.equal(wordsOf(due("--due=2022-02-05T23:30Z")), "--day=2022-02-05");
    assert.equal(wordsOf(due("--due 2022-02-05T22:30Z")), "--day=2022-02-04");
  });

  it("stays the day of the data where clocks are put forward and back", () => {
    for (const [moment, day] of [
      ["2022-03-26T23:15:00Z", "2022-03-26"], // 00:15 of the short day
      ["2022-03-27T22:15:00Z", "2022-03-27"], // 00:15 of the day after it
      ["2022-10-30T00:30:00Z", "2022-10-29"], // 02:30, the first time
      ["2022-10-30T01:30:00Z", "2022-10-29"], // and the second time
      ["2022-10-30T23:15:00Z", "2022-10-30"],
    ] as const)
      assert.equal(wordsOf(due(`--due ${moment}`)), `--day=${day}`, moment);
    const hours = { parameter: "hour", kind: "hour", timezone: zone, due: "previous-hour" } as const;
    const hour = { ...day, name: "hour", type: { kind: "string" } } as const;
    const given = { unit: hours, parameters: [hour] };
    assert.equal(wordsOf(due("--due 2022-10-30T02:05Z", given)), "--hour=2022-10-30T02");
  });

  it("is that of the Job's name in a pod of a CronJob, and of now in one that was made by hand", () => {
    const at = (PIPENB_DUE: string): string => wordsOf(due("--due auto", { env: { PIPENB_DUE } }));
    assert.equal(at(jobAt("2026-11-27T05:30:00Z")), "--day=2026-11-26");
    assert.equal(at("2026-11-27T05:30:00Z"), "--day=2026-11-26");
    assert.equal(at("weather-by-hand"), "--day=2026-11-28");
    assert.equal(at("weather-20220205"), "--day=2026-11-28");
    assert.equal(at(""), "--day=2026-11-28");
  });

  it("is refused with a sentence where nothing says which", () => {
    assert.match(
      problemOf(due("--due 2022-02-06")),
      /--due is "2022-02-06".*2022-02-06T06:30:00Z, or "auto"/,
    );
    const env = { PIPENB_DUE: "Tomorrow" };
    assert.match(problemOf(due("--due auto", { env })), /PIPENB_DUE is "Tomorrow"/);
    assert.match(problemOf(due("--due auto --units 2022-01-01")), /Give one of them/);
    assert.match(problemOf(asked("--due auto")), /has no schedule/);
  });

  it("is never taken from parameters of these names", () => {
    const parameters = [day, { ...day, name: "due" }];
    assert.equal(wordsOf(due("--due 2022-01-01", { parameters })), "--due 2022-01-01");
  });
});
