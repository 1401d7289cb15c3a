import assert from "node:assert/strict";
import { mock } from "node:test";
import type { StoredKernel } from "../../../../extension/kernel/kernel-files.ts";
import { KeptKernels } from "../../../../extension/kernel/kept-kernels.ts";
import { NotedCells } from "../../../../extension/kernel/noted-cells.ts";

const notebook = "file:///daily.pipenb";
const kernel = { id: "k", host: "local", url: "ws://127.0.0.1:1", token: "token" } as const;
const cell = { index: 0, text: "1", id: "a", since: 3 };

/** What the editor stores, as the times it was written. */
async function started(): Promise<{ kept: KeptKernels; cells: NotedCells; writes: () => number }> {
  const stored = new Map<string, unknown>();
  let writes = 0;
  const memento = {
    get: (key: string) => stored.get(key),
    update: (key: string, value: unknown) => {
      writes += 1;
      stored.set(key, value);
      return Promise.resolve();
    },
  };
  const files = new Map<string, StoredKernel>();
  const kept = new KeptKernels(memento, {
    read: (key) => Promise.resolve(files.get(key)),
    write: (key, value) => Promise.resolve(void files.set(key, value)),
    notebooks: () => Promise.resolve([]),
    remove: (key) => Promise.resolve(void files.delete(key)),
  });
  await kept.keep(notebook, kernel);
  writes = 0;
  return { kept, cells: new NotedCells(kept, notebook, assert.ifError), writes: () => writes };
}

describe("running cells that a reloaded window should find again", () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout"] });
  });

  afterEach(() => {
    mock.timers.reset();
  });

  it("are remembered in the order in which they were sent, with what was noted last", async () => {
    const { kept, cells } = await started();
    cells.note(cell);
    cells.note({ ...cell, id: "b", index: 1 });
    cells.note({ ...cell, startTime: 17 });
    mock.timers.tick(1_000);
    const found = await kept.find(notebook);
    assert.deepEqual(found?.cells, [
      { ...cell, startTime: 17 },
      { ...cell, id: "b", index: 1 },
    ]);
  });

  it("are forgotten when they have ended", async () => {
    const { kept, cells } = await started();
    cells.note(cell);
    mock.timers.tick(1_000);
    cells.ended("a");
    assert.deepEqual((await kept.find(notebook))?.cells, []);
  });

  it("cost no write when they are over within a moment", async () => {
    const { cells, writes } = await started();
    cells.note(cell);
    cells.ended("a");
    mock.timers.tick(1_000);
    assert.equal(writes(), 0);
  });
});
