import assert from "node:assert/strict";
import { planSync } from "../../../../containers/elsewhere/plan-sync.ts";
import {
  archivedStamp,
  decide,
  type Known,
  stampInArchive,
  stampOf,
} from "../../../../containers/elsewhere/tree.ts";
import type { TreeEntry } from "../../../../containers/engine/engine.ts";

const file = (path: string, modified: number, size = 1): TreeEntry => ({
  path,
  kind: "file",
  size,
  modified,
  mode: 0o644,
});
const folder = (path: string): TreeEntry => ({ path, kind: "folder", size: 0, modified: 5, mode: 0o755 });
const tree = (...entries: readonly TreeEntry[]): Map<string, TreeEntry> =>
  new Map(entries.map((entry) => [entry.path, entry]));
const known = (...entries: readonly TreeEntry[]): Map<string, Known> =>
  new Map(entries.map((entry) => [entry.path, { here: stampOf(entry), there: stampOf(entry) }]));

describe("what is done about a file on two machines", () => {
  const [old, one, two] = ["file 1 1000", "file 1 2000", "file 1 3000"];
  for (const [what, here, there, readOnly, decision] of [
    ["nothing changed", old, old, false, "nothing"],
    ["changed here", one, old, false, "send"],
    ["changed there", old, one, false, "fetch"],
    ["changed there, where nothing comes back", old, one, true, "nothing"],
    ["changed on both sides", one, two, false, "conflict"],
    ["changed on both sides, where nothing comes back", one, two, true, "send"],
    ["deleted here", undefined, old, false, "remove-there"],
    ["deleted there", old, undefined, false, "remove-here"],
    ["deleted there, where nothing comes back", old, undefined, true, "nothing"],
    ["deleted there and changed here", one, undefined, false, "send"],
    ["deleted here and changed there", undefined, one, false, "fetch"],
    ["deleted on both sides", undefined, undefined, false, "nothing"],
  ] as const)
    it(`${what}: ${decision}`, () => {
      assert.equal(decide({ here: old, there: old }, here, there, readOnly), decision);
    });

  it("made on one side, it goes to the other; the same folder made on both is no conflict", () => {
    assert.equal(decide(undefined, one, undefined, false), "send");
    assert.equal(decide(undefined, undefined, one, false), "fetch");
    assert.equal(decide(undefined, "folder", "folder", false), "nothing");
    assert.equal(decide(undefined, "link a", "link a", false), "nothing");
    assert.equal(decide(undefined, "link a", "link b", false), "conflict");
  });
});

describe("making two trees the same", () => {
  it("leaves alone what stays here, and everything below it", () => {
    const here = { entries: tree(folder("")), skipped: [{ path: "big", why: "large" as const }] };
    const there = tree(folder(""), file("big", 1), file("big/below", 1));
    const { fetch, removeThere, removeHere } = planSync(
      known(folder(""), file("big", 1)),
      here,
      there,
      false,
    );
    assert.deepEqual([fetch, removeThere, removeHere], [[], [], []]);
  });

  it("deletes by the kind that was there", () => {
    const before = known(folder(""), folder("a"), file("a/b", 1));
    const here = { entries: tree(folder(""), folder("a"), file("a/b", 1)), skipped: [] };
    const plan = planSync(before, here, tree(folder("")), false);
    assert.deepEqual(plan.removeHere, [
      { path: "a", kind: "folder" },
      { path: "a/b", kind: "file" },
    ]);
  });

  it("never deletes the folder itself", () => {
    const here = { entries: tree(folder("")), skipped: [] };
    assert.deepEqual(planSync(known(folder("")), here, new Map(), false).removeHere, []);
    const gone = { entries: new Map<string, TreeEntry>(), skipped: [] };
    assert.deepEqual(planSync(known(folder("")), gone, tree(folder("")), false).removeThere, []);
  });
});

describe("a file in an archive", () => {
  it("is as it was when it went there, for archives have whole seconds on both ways", () => {
    const entry = file("a", 1_234.5);
    const before = { here: stampOf(entry), there: archivedStamp(entry) };
    assert.equal(stampInArchive(file("a", 1_000), before, false), before.there);
  });

  it("may have changed within the second in which it was fetched, unless it had no time to", () => {
    const before = { here: "file 1 1", there: stampOf(file("a", 1_234.5)) };
    assert.notEqual(stampInArchive(file("a", 1_000), before, false), before.there);
    assert.equal(stampInArchive(file("a", 1_000), before, true), before.there);
    assert.notEqual(stampInArchive(file("a", 2_000), before, true), before.there);
    assert.notEqual(stampInArchive(file("a", 1_000, 2), before, true), before.there);
  });
});
