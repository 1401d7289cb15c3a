import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KernelFiles } from "../../../../extension/kernel/kernel-files.ts";
import { KeptKernels } from "../../../../extension/kernel/kept-kernels.ts";
import type { Memento } from "../../../../extension/kernel/kept-kernels.ts";

const notebook = "file:///daily.pipenb";
const kernel = { id: "k", host: "local", url: "ws://127.0.0.1:1", token: "token" } as const;
const cell = { index: 0, text: "1", id: "a", since: 3 };

describe("the kernel of a notebook", () => {
  let folder: string;
  let memento: Memento;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pipenb-kept-"));
    const stored = new Map<string, unknown>();
    memento = {
      get: (key) => stored.get(key),
      update: (key, value) => Promise.resolve(void stored.set(key, value)),
    };
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const window = (): KeptKernels => new KeptKernels(memento, new KernelFiles(join(folder, "kernels")));
  const files = (): readonly string[] =>
    readdirSync(join(folder, "kernels")).map((name) => join(folder, "kernels", name));

  it("is found by the next window, with its cells", async () => {
    const first = window();
    await first.keep(notebook, kernel);
    await first.cell(notebook, cell);
    assert.deepEqual(await window().find(notebook), { ...kernel, cells: [cell] });
    assert.equal(await window().find("file:///another.pipenb"), undefined);
  });

  it("is in a file that nobody else may read", async () => {
    await window().keep(notebook, kernel);
    assert.deepEqual(
      files().map((file) => statSync(file).mode & 0o777),
      [0o600],
    );
  });

  it("is found without what an earlier kernel ran", async () => {
    const first = window();
    await first.keep(notebook, kernel);
    await first.cell(notebook, cell);
    await first.keep(notebook, { ...kernel, id: "next" });
    assert.deepEqual(await window().find(notebook), { ...kernel, id: "next", cells: [] });
  });

  it("is that of the notebook's new name when the file is renamed, and of no other", async () => {
    const first = window();
    await first.keep(notebook, kernel);
    await first.move(notebook, "file:///weekly.pipenb");
    assert.equal(await first.find(notebook), undefined);
    assert.deepEqual(await window().find("file:///weekly.pipenb"), { ...kernel, cells: [] });
    assert.deepEqual(await first.notebooks(), ["file:///weekly.pipenb"]);
    await first.move("file:///none.pipenb", "file:///other.pipenb");
    assert.deepEqual(await first.notebooks(), ["file:///weekly.pipenb"]);
  });

  it("is found beside files that are cut off or half written", async () => {
    const first = window();
    await first.keep(notebook, kernel);
    for (const name of ["cut.json", "x.json.1-a.new"]) writeFileSync(join(folder, "kernels", name), '{"id":');
    assert.deepEqual(await first.notebooks(), [notebook]);
  });

  it("is forgotten", async () => {
    const first = window();
    await first.keep(notebook, kernel);
    await first.forget(notebook);
    assert.equal(await window().find(notebook), undefined);
    assert.deepEqual(files(), []);
  });

  it("stays when a window forgets another one", async () => {
    const first = window();
    await first.keep(notebook, kernel);
    await window().keep(notebook, { ...kernel, id: "next" });
    await first.forget(notebook);
    assert.equal((await window().find(notebook))?.id, "next");
  });

  it("is none when its file cannot be read", async () => {
    await window().keep(notebook, kernel);
    for (const file of files()) writeFileSync(file, '{"id":');
    assert.equal(await window().find(notebook), undefined);
  });
});
