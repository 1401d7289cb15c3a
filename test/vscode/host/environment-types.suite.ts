/** When the types of a notebook change, in the real editor: its own events and its own look at files. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { environmentFolder } from "../../../containers/hosts/local/environment-folder.ts";
import type { NotebookTypes } from "../../../containers/types/types-of.ts";
import { FrontMatterChanges } from "../../../extension/front-matter/front-matter-changes.ts";
import type { KernelState } from "../../../extension/kernel/notebook-kernel.ts";
import { EnvironmentTypes } from "../../../extension/language/environment-types.ts";

const lockOf = (version: string): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: { "": { dependencies: { alpha: "1" } }, "node_modules/alpha": { version } },
  });

describe("the types of a notebook", () => {
  let root: string;
  let notebook: vscode.NotebookDocument;
  let types: EnvironmentTypes;
  let frontMatters: FrontMatterChanges;
  let state: KernelState = { kind: "none" };
  const kernelChanged = new vscode.EventEmitter<vscode.NotebookDocument>();
  const runtimeChanged = new vscode.EventEmitter<vscode.NotebookDocument>();
  const cacheHome = process.env["XDG_CACHE_HOME"];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "pipenb-types-"));
    process.env["XDG_CACHE_HOME"] = join(root, "cache");
    const path = join(root, "daily [1].pipenb");
    await writeFile(path, '/* ---\npipenb: 1\nimage:\n  npm: { alpha: "1" }\n--- */\n\n// %%\n1\n');
    notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
    frontMatters = new FrontMatterChanges();
    types = new EnvironmentTypes({
      frontMatters,
      kernels: { onDidChange: kernelChanged.event, stateOf: () => state },
      runtimes: { onDidChange: runtimeChanged.event, of: () => "local" },
      cacheFolder: join(root, "types"),
      shippedFolder: join(root, "shipped"),
      log: vscode.window.createOutputChannel("types under test", { log: true }),
    });
    assert.deepEqual(shown(await types.of(notebook)), ["none", [], ["alpha"]]);
  });

  afterEach(async () => {
    types.dispose();
    frontMatters.dispose();
    if (cacheHome === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cacheHome;
    await rm(root, { recursive: true, force: true });
  });

  const shown = ({ state: from, modulesFolders, missing }: NotebookTypes) => [from, modulesFolders, missing];

  const lockFile = (): string => join(root, "daily [1].lock.json");

  /** Installs the packages of a lock; gives the folder. */
  async function install(lock: string): Promise<string> {
    const folder = environmentFolder(lock, process.env);
    const alpha = join(folder, "node_modules", "alpha");
    await mkdir(alpha, { recursive: true });
    await writeFile(join(alpha, "package.json"), "{}");
    await writeFile(join(alpha, "index.d.ts"), "export {};");
    return folder;
  }

  /** What they are once the event has told that they are others. */
  async function changedBy(change: () => Promise<unknown>): Promise<readonly unknown[]> {
    const told = new Promise<vscode.Uri>((resolve) => {
      const listening = types.onDidChange((uri) => {
        listening.dispose();
        resolve(uri);
      });
    });
    await change();
    assert.equal((await told).toString(), notebook.uri.toString());
    return shown(await types.of(notebook));
  }

  /** What they are once a written lock was seen. It is written anew until then: no editor says when its watcher has begun to look. */
  async function changedByLock(lock: string): Promise<readonly unknown[]> {
    const write = (): Promise<void> => writeFile(lockFile(), lock);
    const again = setInterval(() => void write(), 2000);
    return changedBy(write).finally(() => {
      clearInterval(again);
    });
  }

  it("follow the lock as it changes on disk", async () => {
    const [first, second] = [lockOf("1.0.0"), lockOf("1.1.0")];
    const [one, two] = [await install(first), await install(second)];
    const byFirst = await changedByLock(first);
    assert.deepEqual(byFirst, ["environment", [one], []]);
    const bySecond = await changedByLock(second);
    assert.deepEqual(bySecond, ["environment", [two], []]);
    const without = await changedBy(() => rm(lockFile()));
    assert.deepEqual(without, ["outdated", [two], []]);
  });

  it("follow a kernel that has become ready, for which packages were installed", async () => {
    const lock = lockOf("1.0.0");
    await writeFile(lockFile(), lock);
    const folder = environmentFolder(lock, process.env);
    const ready = await changedBy(async () => {
      await install(lock);
      // SAFETY: of a kernel that is ready nothing else is looked at here.
      state = { kind: "ready" } as KernelState;
      kernelChanged.fire(notebook);
    });
    assert.deepEqual(ready, ["environment", [folder], []]);
    state = { kind: "none" };
  });

  it("follow the front matter", async () => {
    const changed = await changedBy(async () => {
      const { document } = notebook.cellAt(0);
      const edit = new vscode.WorkspaceEdit();
      const end = document.positionAt(document.getText().indexOf(" }"));
      edit.insert(document.uri, end, ', beta: "2"');
      assert.ok(await vscode.workspace.applyEdit(edit));
    });
    assert.deepEqual(changed, ["none", [], ["alpha", "beta"]]);
  });
});
