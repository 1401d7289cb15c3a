import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyLock, moveLock, restoreLock, takeLock } from "../../../../extension/moves/files-beside.ts";
import { forgetMemory, moveMemory } from "../../../../extension/moves/move-memory.ts";
import type { KeyedMemory } from "../../../../extension/moves/move-memory.ts";
import { isAtOrBelow, movedName } from "../../../../extension/moves/moved-name.ts";
import { SetAside } from "../../../../extension/moves/set-aside.ts";

describe("a notebook that gets another name", () => {
  it("has the new one, also in a folder that is renamed; what only begins alike stays", () => {
    const folder = { from: "file:///w/old", to: "file:///w/new" };
    assert.equal(movedName("file:///w/old", folder), "file:///w/new");
    assert.equal(movedName("file:///w/old/a/b.pipenb", folder), "file:///w/new/a/b.pipenb");
    assert.equal(movedName("file:///w/older/b.pipenb", folder), undefined);
    assert.equal(isAtOrBelow("file:///w/old/b.pipenb", folder.from), true);
  });

  const remembered = (entries: Readonly<Record<string, unknown>>): KeyedMemory & { stored: object } => {
    const stored = new Map(Object.entries(entries));
    return {
      keys: () => [...stored.keys()],
      get: (key) => stored.get(key),
      update: (key, value) => {
        if (value === undefined) stored.delete(key);
        else stored.set(key, value);
        return Promise.resolve();
      },
      get stored() {
        return Object.fromEntries(stored);
      },
    };
  };

  it("takes along what is remembered of it, whatever it is, and nothing of others", async () => {
    const memory = remembered({
      "tag:vscode-remote://h/w/a.pipenb": "a:1",
      "cells:vscode-remote://h/w/a.pipenb": 2,
      "tag:vscode-remote://h/w/a.pipenb.pipenb": "other",
      plain: 3,
    });
    await moveMemory(memory, { from: "vscode-remote://h/w/a.pipenb", to: "vscode-remote://h/x/b.pipenb" });
    assert.deepEqual(memory.stored, {
      "tag:vscode-remote://h/w/a.pipenb.pipenb": "other",
      plain: 3,
      "tag:vscode-remote://h/x/b.pipenb": "a:1",
      "cells:vscode-remote://h/x/b.pipenb": 2,
    });
    await forgetMemory(memory, "vscode-remote://h/x");
    assert.deepEqual(memory.stored, { "tag:vscode-remote://h/w/a.pipenb.pipenb": "other", plain: 3 });
  });
});

describe("what stands beside a notebook", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pipenb-moves-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const at = (...names: readonly string[]): string => join(folder, ...names);

  it("moves along, also into a folder that is not there yet, and never over another lock", async () => {
    writeFileSync(at("a.lock.json"), "a");
    assert.equal(await moveLock(at("a.pipenb"), at("deep", "b.pipenb")), true);
    assert.equal(readFileSync(at("deep", "b.lock.json"), "utf8"), "a");
    assert.equal(existsSync(at("a.lock.json")), false);
    writeFileSync(at("a.lock.json"), "own");
    assert.equal(await moveLock(at("deep", "b.pipenb"), at("a.pipenb")), false);
    assert.equal(readFileSync(at("a.lock.json"), "utf8"), "own");
    assert.equal(await moveLock(at("none.pipenb"), at("other.pipenb")), false);
  });

  it("is copied for a copy", async () => {
    writeFileSync(at("a.lock.json"), "a");
    assert.equal(await copyLock(at("a.pipenb"), at("b.pipenb")), true);
    writeFileSync(at("a.lock.json"), "newer");
    assert.equal(await copyLock(at("a.pipenb"), at("b.pipenb")), false);
    assert.equal(readFileSync(at("b.lock.json"), "utf8"), "a");
    assert.equal(await copyLock(at("none.pipenb"), at("c.pipenb")), false);
  });

  it("is set aside when the notebook is deleted, and comes back once", async () => {
    mkdirSync(at("store"));
    const setAside = new SetAside(at("store", "deleted"));
    writeFileSync(at("a.lock.json"), "a");
    const lock = await takeLock(at("a.pipenb"));
    assert.equal(lock, "a");
    assert.equal(existsSync(at("a.lock.json")), false);
    await setAside.put({ notebook: at("a.pipenb"), hash: "h", lock, outputs: "shown" });
    assert.equal(await setAside.take(at("a.pipenb"), "another of that name"), undefined);
    const back = await setAside.take(at("a.pipenb"), "h");
    assert.deepEqual(back, { notebook: at("a.pipenb"), hash: "h", lock: "a", outputs: "shown" });
    assert.equal(await restoreLock(at("a.pipenb"), "a"), true);
    assert.equal(await restoreLock(at("a.pipenb"), "other"), false);
    assert.equal(await setAside.take(at("a.pipenb"), "h"), undefined);
    assert.equal(await takeLock(at("none.pipenb")), undefined);
  });
});
