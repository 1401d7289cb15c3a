/** What a cell writes while nobody looks: the window is reloaded, the extension host crashes, the notebook is closed. */
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEditor } from "../support/editor/use-editor.ts";
import type { SuiteEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

const patience = { timeout: 180_000 };
const useNumbers = (): SuiteEditor =>
  useEditor({
    files: ["test/fixtures/editor/numbers.pipenb"],
    settings: { "notebook.output.textLineLimit": 100_000 },
  });

/**
 * Starts the cell: a number every 20 ms, 500 of them at least, until the file `enough` is there. Gives the window as soon as it
 * shows one: what comes next may come before the editor has written down that the cell runs.
 */
async function begin(editor: SuiteEditor, runtime: string): Promise<Workbench> {
  for (const left of ["enough", ".pipenb"])
    rmSync(join(editor.folder, left), { force: true, recursive: true });
  const window = await editor.open();
  await window.openNotebook("numbers.pipenb");
  await window.selectKernel(runtime);
  await window.runAll();
  while ((await shown(window)).length === 0) await window.page.waitForTimeout(10);
  return window;
}

/** The cell's clock goes, and more comes than there is now. */
async function stillRuns(window: Workbench): Promise<void> {
  await window.codeCells.first().locator(".codicon-notebook-state-executing").first().waitFor(patience);
  const lines = (): Promise<number> => shown(window).then(({ length }) => length);
  const before = await lines();
  for (let tries = 0; (await lines()) <= before; tries++) {
    assert.ok(tries < 600, `there are still ${before} lines`);
    await window.page.waitForTimeout(100);
  }
}

/** The numbers shown, and what is shown behind them; other cells show no number. */
async function shown(window: Workbench): Promise<readonly string[]> {
  const texts = await window.outputs.locator(".output_container").allInnerTexts();
  const text = texts.find((one) => /^\s*1\b/.test(one)) ?? "";
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}

/** Lets the cell end; it must have shown every number once, in order, and a time that begins with its start. */
async function endsComplete(window: Workbench, editor: SuiteEditor): Promise<void> {
  await stillRuns(window);
  writeFileSync(join(editor.folder, "enough"), "");
  await window.outputs
    .getByText(/after [\d.]+ ms/)
    .first()
    .waitFor({ state: "attached", ...patience });
  await window.codeCells.first().locator(".codicon-notebook-state-success").waitFor(patience);
  const lines = await shown(window);
  const numbers = lines.slice(0, -1);
  assert.ok(numbers.length >= 500, `${numbers.length} numbers`);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => `${index + 1}`),
  );
  const ran = Number(/after ([\d.]+) ms/.exec(lines.at(-1) ?? "")?.[1]) / 1_000;
  const status = await window.codeCells.first().locator(".cell-statusbar-container").innerText();
  const [, minutes = "0", seconds = ""] = /(?:(\d+)m )?([\d.]+)s/.exec(status) ?? [];
  assert.ok(Number(minutes) * 60 + Number(seconds) > ran - 0.2, `${status} shown, ${ran} s run`);
}

describe("a cell that runs in the editor", function () {
  this.timeout(600_000);
  const editor = useNumbers();

  it("shows all it writes, once and in order, when the window is reloaded twice", async () => {
    const window = await begin(editor, "Local process");
    await window.reload("numbers.pipenb");
    await stillRuns(window);
    await window.screenshot("reload-once");
    await window.reload("numbers.pipenb");
    await endsComplete(window, editor);
    await window.screenshot("reload-twice");
  });

  it("shows all it writes when the extension host crashes meanwhile", async () => {
    const window = await begin(editor, "Local process");
    await stillRuns(window); // an extension host that ends as soon as it has begun is not always started again
    editor.session.crashExtensionHost();
    await window.codeCells
      .first()
      .locator(".codicon-notebook-state-executing")
      .waitFor({ state: "detached" });
    await window.screenshot("reload-crashed");
    await endsComplete(window, editor);
    await window.screenshot("reload-after-crash");
  });

  it("shows all it writes when the notebook is closed and opened again", async () => {
    const window = await begin(editor, "Local process");
    await window.page.keyboard.press("Control+k");
    await window.page.keyboard.press("Control+w");
    await window.notebook.waitFor({ state: "detached" });
    await window.openNotebook("numbers.pipenb");
    await endsComplete(window, editor);
    await window.screenshot("reload-reopened");
  });
});

describe("a cell that runs in a container of the editor", function () {
  this.timeout(600_000);

  before(async function () {
    await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useNumbers();

  it("shows all it writes, once and in order, when the window is reloaded twice", async () => {
    const window = await begin(editor, "Container");
    await window.reload("numbers.pipenb");
    await stillRuns(window);
    await window.reload("numbers.pipenb");
    await endsComplete(window, editor);
    await window.screenshot("reload-container");
  });
});
