import assert from "node:assert/strict";
import { Renames } from "../../../../extension/moves/renames.ts";

describe("a rename that is under way", () => {
  const move = { from: "file:///w/old", to: "file:///w/new" };

  /** The names among these that wait. */
  async function waiting(renames: Renames, names: readonly string[]): Promise<readonly string[]> {
    const settled = new Set<string>();
    for (const name of names) void renames.settled(name).then(() => settled.add(name));
    await new Promise(setImmediate);
    return names.filter((name) => !settled.has(name));
  }

  it("has those wait that it gives or takes a name, and nobody else", async () => {
    const renames = new Renames();
    const done = renames.hold([move]);
    const concerned = ["file:///w/old", "file:///w/old/a.pipenb", "file:///w/new", "file:///w/new/a.pipenb"];
    const all = [...concerned, "file:///w/older/a.pipenb", "file:///w/other.pipenb"];
    assert.deepEqual(await waiting(renames, all), concerned);
    done();
    assert.deepEqual(await waiting(renames, all), []);
  });

  it("has the new name wait until the kernel can be found under it", async () => {
    const renames = new Renames();
    const done = renames.hold([move]);
    const moved = Promise.withResolvers<undefined>();
    renames.begin(
      move.from,
      move.to,
      moved.promise.then(() => undefined),
    );
    done();
    assert.deepEqual(await waiting(renames, [move.from, move.to]), [move.to]);
    moved.resolve(undefined);
    assert.deepEqual(await waiting(renames, [move.from, move.to]), []);
    assert.equal(renames.present(move.from), move.to);
    assert.equal(renames.isNewName(move.to), true);
    renames.reuse(move.from);
    assert.equal(renames.present(move.from), move.from);
  });
});
