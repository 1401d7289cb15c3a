import assert from "node:assert/strict";
import { countStates } from "../../../../app/backfill/unit-signs.ts";
import { unitStates } from "../../../../app/backfill/unit-states.ts";
import { lineOf, type Entry } from "../../../../backfill/journal/entry.ts";
import { readJournal, unitHistory } from "../../../../backfill/journal/read-journal.ts";

const at = "2022-02-05T00:00:00.000Z";
const begin = (version: string, units: readonly string[]): Entry => ({
  at,
  begin: units,
  version,
  image: "sha256:1",
  parameters: {},
});
const entry = (unit: string, state: "running" | "done" | "failed", version: string): Entry => ({
  at,
  unit,
  state,
  attempt: 1,
  version,
});
const bytesOf = (entries: readonly Entry[]): Uint8Array => Buffer.from(entries.map(lineOf).join(""));
const statesOf = (...entries: readonly Entry[]) => [...unitStates(readJournal(bytesOf(entries)))];

describe("the units of a journal", () => {
  it("are none before a backfill", () => {
    assert.deepEqual(statesOf(), []);
  });

  it("are those of all backfills, as they were asked for first, seen from the last one, also where they never ran", () => {
    const states = statesOf(
      begin("old", ["a", "b", "c"]),
      entry("b", "done", "old"),
      entry("a", "failed", "old"),
      begin("now", ["c", "d"]),
      entry("d", "running", "now"),
    );
    assert.deepEqual(states, [
      ["a", "failed"],
      ["b", "stale"],
      ["c", "missing"],
      ["d", "running"],
    ]);
  });

  it("are in the order of time where they are days, whichever was run again last", () => {
    const states = statesOf(
      begin("now", ["2022-01-02", "2022-01-03"]),
      entry("2022-01-02", "done", "now"),
      begin("now", ["2022-01-01"]),
      begin("now", ["2022-01-03"]),
    );
    assert.deepEqual(
      states.map(([unit]) => unit),
      ["2022-01-01", "2022-01-02", "2022-01-03"],
    );
  });

  it("are counted by their states, those that matter last", () => {
    assert.equal(countStates(["failed", "done", "done", "missing"]), "2 done, 1 missing, 1 failed");
  });

  it("have a history, oldest first, of which a torn line is none", () => {
    const entries = [begin("now", ["a", "b"]), entry("a", "running", "now"), entry("b", "running", "now")];
    const bytes = Buffer.concat([
      bytesOf([...entries, entry("a", "done", "now")]),
      Buffer.from('{"unit":"a"'),
    ]);
    assert.deepEqual(
      unitHistory(bytes, "a").map(({ state }) => state),
      ["running", "done"],
    );
  });
});
