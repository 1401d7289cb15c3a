/** Debugging in the real editor, of cells that run in a container. */
import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Locator } from "playwright-core";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

const patience = { timeout: 180_000 };
const notebook = "orders.pipenb";
const failing = `// %%
let caught = 0;
for (const text of ["{", "[]"]) {
  try {
    JSON.parse(text);
  } catch {
    caught += 1;
  }
}

// %%
async function check(): Promise<void> {
  await null;
  throw new Error("nobody catches this");
}
await check();
`;

const cellOf = (window: Workbench, text: string): Locator =>
  window.codeCells.filter({ hasText: text }).first();

/** Puts the cursor into the line of a cell or file that holds this text. */
async function goToLine(where: Locator, line: string): Promise<void> {
  const found = where.locator(".view-line", { hasText: line }).first();
  await found.click({ position: { x: 5, y: 8 } });
}

/** Shows a file that is open: the Explorer is not in sight while something is debugged. */
async function toTab(window: Workbench, file: string): Promise<void> {
  await window.page.locator(".tabs-container .tab", { hasText: file }).click();
}

/** Sets a breakpoint at the line, or takes it away. */
async function toggle(where: Locator, line: string): Promise<void> {
  await goToLine(where, line);
  await where.page().keyboard.press("F9");
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
  this.timeout(600_000);

  before(async function () {
    await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const files = ["test/fixtures/editor/orders.pipenb", "test/fixtures/editor/prices.ts"];
  const editor = useEditor({ files, settings: { "debug.toolBarLocation": "docked" } });

  // The editor saves by itself: what went into a cell in one test is not the next one's.
  beforeEach(() => {
    for (const file of files) copyFileSync(file, join(editor.folder, basename(file)));
  });

  /** A window on the notebook, whose first cell has run. */
  async function begin(): Promise<Workbench> {
    const window = await editor.open();
    await window.openNotebook(notebook);
    await window.selectKernel("Container");
    await window.runAll();
    await window.outputs.getByText("due: 19").waitFor(patience);
    // The editor takes no notice of who runs a cell that it still takes for running.
    await ended(window, "const due", "success");
    await window.notebook
      .locator(".codicon-notebook-state-executing")
      .first()
      .waitFor({ state: "detached", ...patience });
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
    await window.page.locator(".zone-widget .breakpoint-widget .monaco-editor.focused").waitFor();
    await window.page.keyboard.type('order.item === "rice"');
    await window.page.keyboard.press("Enter");
    await debugCell(window);
    await stoppedIn(window, /total.*load/);
    const order = window.page.locator(".debug-variables .monaco-list-row", { hasText: "order" }).first();
    await order.filter({ hasText: "rice" }).waitFor(patience);
    await window.page.locator(".debug-variables .monaco-list-row", { hasText: "Local: total" }).click();
    await window.page
      .locator(".debug-variables .monaco-list-row", { hasText: "sum" })
      .first()
      .waitFor(patience);
    await window.page.mouse.move(640, 700);
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
    await toggle(cellOf(window, "sum += net"), "sum += net");
    await runsOn(window, "due: 19");
  });

  it("stops in a module beside the notebook", async () => {
    const window = await begin();
    await window.openFile("prices.ts");
    await toggle(window.page.locator(".editor-instance"), "return price * factor");
    await window.openFile(notebook);
    await debugCell(window);
    await stoppedIn(window, /net.*prices\.ts/);
    await window.page.waitForTimeout(1_000);
    await window.screenshot("debug-4-module");
    await window.command("Debug: Step Out");
    await stoppedIn(window, /total.*load/);
    await toTab(window, "prices.ts");
    await toggle(window.page.locator(".editor-instance"), "return price * factor");
    await window.command("Debug: Continue");
    await toTab(window, notebook);
    await ended(window, "const due", "success");
    await runsOn(window, "due: 19");
  });

  it("runs a cell by line, and ends with the cell", async () => {
    const window = await begin();
    await goToLine(cellOf(window, "const due"), "const due");
    await window.command("pipenb: Run by Line");
    await stoppedIn(window, /cell.*due.*1:/);
    await window.screenshot("debug-5-by-line");
    await window.command("pipenb: Run by Line");
    await stoppedIn(window, /cell.*due.*2:/);
    await window.command("pipenb: Run by Line");
    await ended(window, "const due", "success");
    await runsOn(window, "due: 19");
  });

  it("stops at an error that nobody catches, when asked to", async () => {
    writeFileSync(join(editor.folder, "failing.pipenb"), failing);
    const window = await editor.open();
    await window.openNotebook("failing.pipenb");
    await window.selectKernel("Container");
    await window.command("View: Show Run and Debug");
    const uncaught = window.page.locator(".debug-breakpoints .monaco-list-row", {
      hasText: "Uncaught Exceptions",
    });
    await debugCell(window, "caught"); // the choice is there once something was debugged
    await ended(window, "caught", "success");
    await letGo(window);
    await uncaught.locator("input").check();
    await debugCell(window, "caught");
    await ended(window, "caught", "success");
    await letGo(window);
    await debugCell(window, "throw new");
    await stoppedIn(window, /check/);
    await window.screenshot("debug-6-uncaught");
    await window.command("Debug: Continue");
    await ended(window, "throw new", "error");
    await letGo(window);
    await uncaught.locator("input").uncheck();
  });

  it("begins anew when debugging is restarted, and ends with its kernel", async () => {
    const window = await begin();
    await toggle(cellOf(window, "sum += net"), "sum += net");
    await debugCell(window);
    await stoppedIn(window, /total.*load/);
    await window.command("Debug: Restart");
    const count = cellOf(window, "const due").locator(".execution-count-label");
    await count.filter({ hasText: "[4]" }).waitFor(patience);
    await stoppedIn(window, /total.*load/);
    await window.toolbar("Stop Kernel");
    await ended(window, "const due", "error");
    await letGo(window);
    await toggle(cellOf(window, "sum += net"), "sum += net");
    await window.runAll();
    await count.filter({ hasText: "[2]" }).waitFor(patience);
    await ended(window, "const due", "success");
  });

  it("interrupts a paused cell", async () => {
    const window = await begin();
    await toggle(cellOf(window, "sum += net"), "sum += net");
    await debugCell(window);
    await stoppedIn(window, /total.*load/);
    await window.toolbar("Interrupt");
    await ended(window, "const due", "error");
    await window.outputs.getByText("Interrupted").first().waitFor(patience);
    await window.screenshot("debug-7-interrupted");
    await toggle(cellOf(window, "sum += net"), "sum += net");
    await runsOn(window, "due: 19");
  });

  it("finds a paused cell again when the window is reloaded, and the cell goes on", async () => {
    const window = await begin();
    await toggle(cellOf(window, "const due"), "const due");
    await window.command("pipenb: Debug Cell");
    await stoppedIn(window, /cell.*due/);
    await window.reload(notebook);
    await ended(window, "const due", "success");
    await window.screenshot("debug-8-reloaded");
    await toggle(cellOf(window, "const due"), "const due");
    await runsOn(window, "due: 19");
    assert.equal(await window.page.locator(".debug-toolbar").isVisible(), false);
  });
});
