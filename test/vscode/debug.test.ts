/** Debugging in the real editor, of cells that run in a container. */
import type { Locator } from "playwright-core";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

const patience = { timeout: 90_000 };
const notebook = "orders.pipenb";

const cellOf = (window: Workbench, text: string): Locator =>
  window.codeCells.filter({ hasText: text }).first();

/** Puts the cursor into a line of a cell. */
async function goToLine(window: Workbench, cell: string, line: string): Promise<void> {
  await cellOf(window, cell).locator(".view-line", { hasText: line }).first().click();
}

async function pausedAt(window: Workbench, text: string): Promise<void> {
  await window.page
    .locator(".debug-top-stack-frame-column, .debug-top-stack-frame-line")
    .first()
    .waitFor(patience);
  await window.page.locator(".debug-call-stack .stack-frame", { hasText: text }).first().waitFor(patience);
}

describe("debugging cells in the editor", function () {
  this.timeout(300_000);

  before(async function () {
    await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({
    files: ["test/fixtures/editor/orders.pipenb", "test/fixtures/editor/prices.ts"],
  });

  it("explores", async () => {
    const window = await editor.open();
    await window.openNotebook(notebook);
    await window.selectKernel("Container");
    await window.runAll();
    await window.outputs.getByText("due: 19").waitFor(patience);
    await goToLine(window, "sum += net", "sum += net");
    await window.page.keyboard.press("F9");
    await window.screenshot("debug-1-breakpoint");
    await goToLine(window, "const due", "const due");
    await window.command("pipenb: Debug Cell");
    try {
      await pausedAt(window, "total");
    } finally {
      await window.page.waitForTimeout(2000);
      await window.screenshot("debug-2-paused");
      console.log(editor.session.extensionLog());
    }
    await window.page.keyboard.press("F5");
    await window.page.waitForTimeout(2000);
    await window.screenshot("debug-3-continued");
  });
});
