import assert from "node:assert/strict";
import type { WrittenState } from "../../../backfill/journal/entry.ts";
import { Progress } from "../../../cli/backfill/progress.ts";
import { Terminal } from "../../../cli/terminal/terminal.ts";
import { FakeOutput } from "../../support/fake-output.ts";

const unit = "2022-01-03";
const log = ["1", "2", "3", "4", "5", "6", "no luck on 2022-01-03", ""].join("\n");
const lastLines = ["2", "3", "4", "5", "6", "no luck on 2022-01-03"].map((line) => `    ${line}`).join("\n");

/** A unit that runs, has its log kept, and then ends so. */
function ends(state: WrittenState, isTTY: boolean): { progress: Progress; text: string } {
  const stderr = new FakeOutput(isTTY);
  const terminal = new Terminal({ stdout: new FakeOutput(isTTY), stderr, env: { NO_COLOR: "1" } });
  const progress = new Progress(terminal, { units: [unit], version: "v" });
  progress.expect(1, new Map());
  const entry = { at: "2022-01-04T00:00:00.000Z", unit, attempt: 1, version: "v" };
  progress.take({ ...entry, state: "running" }, { done: 0, failed: 0, running: [unit] });
  progress.remember({ unit, attempt: 1 }, log, undefined);
  progress.take({ ...entry, state }, { done: 0, failed: 0, running: [] });
  terminal.done();
  return { progress, text: stderr.text };
}

describe("the last lines of a unit", () => {
  it("are told at the end where it has failed", () => {
    const { progress, text } = ends("failed", false);
    assert.equal(progress.lastLinesOf(unit), lastLines);
    assert.doesNotMatch(text, /no luck/);
  });

  it("are told at once on a terminal, and not again", () => {
    const { progress, text } = ends("failed", true);
    assert.ok(text.includes(`${unit} failed\n`));
    assert.ok(text.includes(`${lastLines}\n`));
    assert.equal(progress.lastLinesOf(unit), undefined);
  });

  for (const state of ["done", "retrying", "stopped"] as const)
    it(`are not told where it is ${state}`, () => {
      for (const isTTY of [false, true]) {
        const { progress, text } = ends(state, isTTY);
        assert.equal(progress.lastLinesOf(unit), undefined);
        assert.doesNotMatch(text, /no luck/);
      }
    });
});
