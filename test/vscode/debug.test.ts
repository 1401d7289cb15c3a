/** Debugging in the real editor, of cells that run in a container. */
import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

const patience = { timeout: 90_000 };
const notebook = "orders.pipenb";

const cellOf = (window: Workbench, text: string): Locator =>
  window.codeCells.filter({ hasText: text }).first();

/** Puts the cursor into the line of a cell or file that holds this text. */
async function goToLine(where: Locator, line: string): Promise<void> {
  const found = where.locator(".view-line", { hasText: line }).first();
  await found.click({ position: { x: 5, y: 8 } });
}

/** The frame on top of the call stack, which is told by its function and its file or cell. */
async function stoppedIn(window: Workbench, frame: RegExp): Promise<void> {
  const top = window.page.locator(".debug-call-stack .stack-frame").first();
  await top.filter({ hasText: frame }).waitFor(patience);
}

/** Nothing is debugged any more. */
async function letGo(window: Workbench): Promise<void> {
  await window.page.locator(".debug-toolbar").waitFor({ state: "hidden", ...patience });
}

/** Types into the debugger's console. */
async function evaluate(window: Workbench, text: string): Promise<void> {
  await window.command("Debug Console: Focus on Debug Console View");
  await window.page.locator(".repl-input-wrapper .view-lines").click();
  await window.page.keyboard.type(text);
  await window.page.keyboard.press("Enter");
}

const ended = (window: Workbench, cell: string, how: "success" | "error"): Promise<void> =>
  cellOf(window, cell).locator(`.codicon-notebook-state-${how}`).first().waitFor(patience);

describe("debugging cells in the editor", function () {
  this.timeout(400_000);

  before(async function () {
    await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({
    files: ["test/fixtures/editor/orders.pipenb", "test/fixtures/editor/prices.ts"],
    settings: { "debug.toolBarLocation": "docked" },
  });

  /** A window on the notebook, whose first cell has run. */
  async function begin(): Promise<Workbench> {
    const window = await editor.open();
    await window.openNotebook(notebook);
    await window.selectKernel("Container");
    await window.runAll();
    await window.outputs.getByText("due: 19").waitFor(patience);
    return window;
  }

  async function debugCell(window: Workbench, text = "const due"): Promise<void> {
    await goToLine(cellOf(window, text), text);
    await window.command("pipenb: Debug Cell");
  }

  /** The kernel is as it was: the last cell runs. */
  async function runsOn(window: Workbench, result: string): Promise<void> {
    await letGo(window);
    await goToLine(cellOf(window, "const due"), "const due");
    await window.command("Notebook: Execute Cell");
    await ended(window, "const due", "success");
    await window.outputs.getByText(result).waitFor(patience);
  }

  it("stops in a function of another cell on a condition, changes a value, and steps out", async () => {
    const window = await begin();
    await goToLine(cellOf(window, "sum += net"), "sum += net");
    await window.command("Debug: Add Conditional Breakpoint");
    const condition = window.page.locator(".zone-widget .breakpoint-widget .view-lines");
    await condition.waitFor();
    await window.page.keyboard.type('order.item === "rice"');
    await window.page.keyboard.press("Enter");
    await debugCell(window);
    await stoppedIn(window, /total.*load/);
    const order = window.page.locator(".debug-variables .monaco-list-row", { hasText: "order" }).first();
    await order.filter({ hasText: "rice" }).waitFor(patience);
    await window.page.waitForTimeout(1_000); // the view is drawn at leisure
    await window.screenshot("debug-1-condition");
    await evaluate(window, "sum = 100");
    await window.page.locator(".repl .monaco-list-row", { hasText: "100" }).first().waitFor(patience);
    await window.screenshot("debug-2-changed");
    await window.command("Debug: Step Out");
    await stoppedIn(window, /cell.*due/);
    await window.screenshot("debug-3-stepped-out");
    await window.command("Debug: Continue");
    await ended(window, "const due", "success");
    await window.outputs.getByText("due: 109").waitFor(patience);
    await window.command("Debug: Remove All Breakpoints");
    await runsOn(window, "due: 19");
  });

  it("stops in a module beside the notebook", async () => {
    const window = await begin();
    await window.openFile("prices.ts");
    await goToLine(window.page.locator(".editor-instance"), "return price * factor");
    await window.page.keyboard.press("F9");
    await window.openFile(notebook);
    await debugCell(window);
    await stoppedIn(window, /net.*prices\.ts/);
    await window.page.waitForTimeout(1_000);
    await window.screenshot("debug-4-module");
    await window.command("Debug: Step Out");
    await stoppedIn(window, /total.*load/);
    await window.command("Debug: Remove All Breakpoints");
    await window.command("Debug: Continue");
    await window.openFile(notebook);
    await ended(window, "const due", "success");
    await runsOn(window, "due: 19");
  });

  it("runs by line, stops at errors that nobody catches, and ends with the cell", async () => {
    const window = await begin();
    await goToLine(cellOf(window, "const due"), "const due");
    await window.command("pipenb: Run by Line");
    await stoppedIn(window, /cell.*due.*1:/);
    await window.command("pipenb: Run by Line");
    await stoppedIn(window, /cell.*due.*2:/);
    await window.command("pipenb: Run by Line");
    await ended(window, "const due", "success");
    await letGo(window);
    await window.screenshot("debug-5-by-line");
  });

  it("interrupts a paused cell", async () => {
    const window = await begin();
    await goToLine(cellOf(window, "sum += net"), "sum += net");
    await window.page.keyboard.press("F9");
    await debugCell(window);
    await stoppedIn(window, /total.*load/);
    await window.toolbar("Interrupt");
    await ended(window, "const due", "error");
    await window.outputs.getByText("Interrupted").first().waitFor(patience);
    await window.screenshot("debug-6-interrupted");
    await window.command("Debug: Remove All Breakpoints");
    await runsOn(window, "due: 19");
  });

  it("finds a paused cell again when the window is reloaded, and the cell goes on", async () => {
    const window = await begin();
    await goToLine(cellOf(window, "const due"), "const due");
    await window.page.keyboard.press("F9");
    await window.command("pipenb: Debug Cell");
    await stoppedIn(window, /cell.*due/);
    await window.reload();
    await window.page.waitForFunction(
      () => performance.getEntriesByName("code/didRestoreEditors").length > 0,
    );
    if (!(await window.page.locator(".tabs-container .tab").first().isVisible()))
      await window.openNotebook(notebook);
    await ended(window, "const due", "success");
    await window.screenshot("debug-7-reloaded");
    await window.command("Debug: Remove All Breakpoints");
    await runsOn(window, "due: 19");
    assert.equal(await window.page.locator(".debug-toolbar").isVisible(), false);
  });
});
