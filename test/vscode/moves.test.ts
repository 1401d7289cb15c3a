/** Notebooks that are renamed, moved, saved under another name and deleted in the real editor, with a cell that runs. */
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { listKernels } from "../../containers/hosts/find-kernels.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import type { SuiteEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";

const patience = { timeout: 180_000 };

describe("a notebook's file", function () {
  this.timeout(600_000);
  const editor = useEditor({
    files: ["test/fixtures/editor/numbers.pipenb"],
    settings: {
      "explorer.confirmDelete": false,
      "explorer.confirmDragAndDrop": false,
      "notebook.output.textLineLimit": 100_000,
    },
  });
  const at = (...names: readonly string[]): string => join(editor.folder, ...names);

  /** Opens the notebook beside a lock, chooses another kernel than the setting says, and runs its cell until it has written something. */
  async function begin(): Promise<Workbench> {
    for (const left of readdirSync(editor.folder)) rmSync(at(left), { force: true, recursive: true });
    cpSync("test/fixtures/editor/numbers.pipenb", at("numbers.pipenb"));
    mkdirSync(at("deep"));
    writeFileSync(at("numbers.lock.json"), "{}");
    const window = await editor.open();
    await window.openNotebook("numbers.pipenb");
    await window.selectKernel("Local process");
    await window.runAll();
    await goesOn(window);
    return window;
  }

  it("keeps its kernel, its running cell and what belongs to it when it is renamed, and back", async () => {
    const window = await begin();
    const before = await living(editor);
    await rename(window, editor.folder, "numbers.pipenb", "counts.pipenb");
    await goesOn(window);
    await window.screenshot("renamed-with-a-running-cell");
    await window.kernelShown("Local process");
    await window.statusItem("the kernel goes on").waitFor();
    assert.deepEqual(await living(editor), before);
    assert.equal(readFileSync(at("counts.lock.json"), "utf8"), "{}");
    assert.equal(existsSync(at("numbers.lock.json")), false);
    writeFileSync(at("enough"), "");
    await ends(window);
    await comes(() => existsSync(at(".pipenb/counts.pipenb.outputs.json")));
    assert.equal(existsSync(at(".pipenb/numbers.pipenb.outputs.json")), false);
    const numbers = await shown(window);
    assert.deepEqual(
      numbers.slice(0, -1),
      numbers.slice(0, -1).map((_, index) => `${index + 1}`),
    );
    await rename(window, editor.folder, "counts.pipenb", "numbers.pipenb");
    await window.outputs.getByText(/after [\d.]+ ms/).waitFor({ state: "attached", ...patience });
    await window.statusItem("pipenb: local process").waitFor();
    assert.equal(existsSync(at("numbers.lock.json")), true);
    assert.deepEqual(await living(editor), before);
  });

  it("keeps them when it is moved to another folder, and its folder is renamed", async () => {
    const window = await begin();
    const before = await living(editor);
    await rename(window, editor.folder, "numbers.pipenb", "deep/numbers.pipenb");
    await comes(() => existsSync(at("deep/numbers.pipenb")));
    // The notification goes again by itself.
    const told = window.notification("relative paths still start at").waitFor(patience);
    await Promise.all([told.then(() => window.screenshot("moved-to-a-folder")), goesOn(window)]);
    assert.equal(existsSync(at("deep/numbers.lock.json")), true);
    await rename(window, editor.folder, "deep", "deeper");
    await goesOn(window);
    assert.deepEqual(await living(editor), before);
    writeFileSync(at("enough"), "");
    await ends(window);
    await comes(() => existsSync(at("deeper/.pipenb/numbers.pipenb.outputs.json")));
    assert.equal(existsSync(at("deep")), false);
  });

  it("gives a copy its lock and outputs, and no kernel", async () => {
    const window = await begin();
    writeFileSync(at("enough"), "");
    await ends(window);
    await comes(() => existsSync(at(".pipenb/numbers.pipenb.outputs.json")));
    const before = await living(editor);
    await window.command("File: Save As...");
    const input = window.page.locator(".quick-input-widget input").first();
    await comes(async () => (await input.inputValue()).endsWith("numbers.pipenb"));
    await window.answer(at("copy.pipenb"));
    await window.page.locator(".tabs-container .tab.active", { hasText: "copy.pipenb" }).waitFor();
    await window.outputs.getByText(/after [\d.]+ ms/).waitFor({ state: "attached", ...patience });
    await window.statusItem("pipenb: no kernel").waitFor();
    await comes(() => existsSync(at(".pipenb/copy.pipenb.outputs.json")));
    await window.screenshot("saved-as");
    assert.equal(readFileSync(at("copy.lock.json"), "utf8"), "{}");
    assert.equal(existsSync(at("numbers.lock.json")), true);
    assert.deepEqual(await living(editor), before);
  });

  it("ends its kernel when it is deleted, and has its lock and outputs again when that is undone", async () => {
    const window = await begin();
    writeFileSync(at("enough"), "");
    await ends(window);
    await comes(() => existsSync(at(".pipenb/numbers.pipenb.outputs.json")));
    await window.page.mouse.move(0, 0); // as in `rename`
    await row(window, "numbers.pipenb").click();
    await window.page.keyboard.press("Delete");
    await window.page.locator(".monaco-dialog-box").getByRole("button", { name: "Delete" }).click();
    await comes(() => !existsSync(at("numbers.lock.json")));
    await comes(async () => (await living(editor)).length === 0);
    await window.statusItem("Its lock and outputs come back when the file does").waitFor();
    await window.screenshot("deleted");
    assert.equal(existsSync(at(".pipenb/numbers.pipenb.outputs.json")), false);
    await row(window, "deep").click();
    await window.page.keyboard.press("Control+z");
    await comes(() => existsSync(at("numbers.lock.json")));
    await comes(() => existsSync(at(".pipenb/numbers.pipenb.outputs.json")));
    await window.openNotebook("numbers.pipenb");
    await window.outputs.getByText(/after [\d.]+ ms/).waitFor({ state: "attached", ...patience });
  });
});

function row(window: Workbench, name: string): ReturnType<Workbench["page"]["locator"]> {
  return window.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first();
}

async function rename(window: Workbench, folder: string, from: string, to: string): Promise<void> {
  const input = window.page.locator(".explorer-folders-view .monaco-list-row input");
  const soon = { timeout: 5_000 };
  // The Explorer is drawn anew when files come and go: a key that comes meanwhile is lost, and so is an open input.
  const type = async (): Promise<boolean> => {
    try {
      if (!(await input.isVisible())) {
        await window.page.mouse.move(0, 0); // the hover of the row above would cover it
        await row(window, from).click(soon);
        await window.page.keyboard.press("F2");
      }
      await input.fill(to, soon);
      await input.press("Enter", soon);
      return true;
    } catch {
      // The input may go before the key is told to have been pressed.
      return existsSync(join(folder, to));
    }
  };
  await comes(type);
  if (!to.includes("/")) await row(window, to).waitFor(patience);
}

/** The cell's clock goes, and more comes than there is now. */
async function goesOn(window: Workbench): Promise<void> {
  await window.codeCells.first().locator(".codicon-notebook-state-executing").first().waitFor(patience);
  const before = (await shown(window)).length;
  await comes(async () => (await shown(window)).length > before);
}

async function ends(window: Workbench): Promise<void> {
  await window.outputs.getByText(/after [\d.]+ ms/).waitFor({ state: "attached", ...patience });
  await window.codeCells.first().locator(".codicon-notebook-state-success").waitFor(patience);
}

async function shown(window: Workbench): Promise<readonly string[]> {
  // The page of outputs is another one when another document comes to the front.
  const texts = await window.outputs
    .locator(".output_container")
    .allInnerTexts()
    .catch(() => []);
  const text = texts.find((one) => /^\s*1\b/.test(one)) ?? "";
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}

/** The workspace's kernels that run. */
async function living({ folder }: SuiteEditor): Promise<readonly string[]> {
  const kernels = await listKernels({ kernelFolder: resolve("dist/kernel") });
  const own = kernels.filter((each) => each.notebookPath.startsWith(folder) && each.state !== "dead");
  return own.map(({ id }) => id);
}

async function comes(there: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; !(await there()); tries++) {
    assert.ok(tries < 600, "it does not come");
    await new Promise((wake) => setTimeout(wake, 100));
  }
}
