import assert from "node:assert/strict";
import { backfillOutcome } from "../../../../extension/backfill/backfill-outcome.ts";
import { backfillSteps, readWish } from "../../../../extension/backfill/backfill-form.ts";
import { lineOf } from "../../../../backfill/journal/entry.ts";
import { readJournal } from "../../../../backfill/journal/read-journal.ts";
import type { Parameter } from "../../../../notebook/parameters/parameter.ts";
import { contractOf } from "../../../../pipeline/contract-labels.ts";

const day: Parameter = { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "" };
const parallel: Parameter = { name: "parallel", type: { kind: "number" }, default: 3, doc: "" };
const contract = contractOf({ schedule: undefined, retries: 5 }, [day, parallel]);
const unit = contract.unit ?? assert.fail("a day is one");
const form = { contract, unit, others: [parallel], last: {}, now: new Date("2022-02-06T00:00Z") };

describe("the form of a backfill", () => {
  it("proposes the day of the notebook, the usual settings and those of the front matter", () => {
    const steps = backfillSteps(form);
    assert.deepEqual(
      steps.map(({ value }) => value),
      ["2022-02-05", "missing", "4", "5", "3"],
    );
    const [units, , atOnce] = steps;
    assert.ok(units?.kind === "text" && atOnce?.kind === "text");
    assert.match(units.problem("2022-02-30") ?? "", /2022-02-30/);
    assert.equal(units.problem(" 2022-01-01..2022-01-31 "), undefined);
    assert.match(atOnce.problem("0") ?? "", /1 or more/);
  });

  it("keeps a parameter apart from a setting of the same word", () => {
    const answers = ["2022-01-01..2022-01-02", "failed", "2", "0", "7"];
    const texts = Object.fromEntries(
      backfillSteps(form).map(({ name }, index) => [name, answers[index] ?? ""]),
    );
    assert.deepEqual(readWish(texts, unit), {
      units: ["2022-01-01", "2022-01-02"],
      only: "failed",
      parallel: 2,
      retries: 0,
      values: { parallel: "7" },
    });
  });
});

describe("the outcome of a backfill", () => {
  const at = "2022-02-05T00:00:00.000Z";
  const line = (of: string, state: "done" | "failed", code: number): string =>
    lineOf({ at, unit: of, state, attempt: 1, version: "v", code });
  const journal = readJournal(Buffer.from(line("a", "done", 0) + line("b", "failed", 42)));

  it("names what has failed, with its code", () => {
    const outcome = backfillOutcome("Days", { units: ["a", "b"], journal, version: "v", error: undefined });
    assert.ok(!outcome.ok);
    assert.equal(outcome.message, "Backfill of Days: 1 done, 1 failed. Failed: b (exit code 42).");
  });

  it("is good where every unit is done", () => {
    assert.ok(backfillOutcome("Days", { units: ["a"], journal, version: "v", error: undefined }).ok);
    const error = new Error("The disk is full.");
    const outcome = backfillOutcome("Days", { units: ["a"], journal, version: "v", error });
    assert.ok(!outcome.ok);
    assert.equal(outcome.message, "Backfill of Days: 1 done. The disk is full.");
  });
});
