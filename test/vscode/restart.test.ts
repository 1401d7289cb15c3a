/** A kernel that is started over, and the menu behind its entry in the status bar. */
import { useEditor } from "../support/editor/use-editor.ts";

describe("a kernel that is restarted in the editor", function () {
  this.timeout(600_000);
  const editor = useEditor({
    files: ["test/fixtures/editor/keys.pipenb"],
    settings: { "pipenb.runtime": "local" },
  });

  it("says so, counts from one, and marks what is of the kernel before", async () => {
    const window = await editor.open();
    const { page } = window;
    await window.openNotebook("keys.pipenb");
    await window.codeCells.nth(1).locator(".view-lines").waitFor();
    await window.runAll();
    await window.outputs.getByText("'three'").waitFor();
    const marks = window.codeCells.getByText("Kernel before");
    await window.statusItem("pipenb: local process").click();
    const menu = page.locator(".quick-input-list .monaco-list-row");
    for (const entry of ["Interrupt", "Restart", "Stop", "Open Shell", "Build Environment", "Show Log"])
      await menu.filter({ hasText: entry }).first().waitFor();
    await window.screenshot("kernel-menu");
    await menu.filter({ hasText: "Variables go" }).click();
    await window.statusItem("The kernel has been restarted").waitFor();
    await marks.nth(2).waitFor();
    await window.screenshot("restarted");
    await window.editCell(window.codeCells.first());
    await page.keyboard.press("Control+Enter");
    await window.codeCells.first().locator(".execution-count-label", { hasText: "[1]" }).waitFor();
    await marks.nth(2).waitFor({ state: "detached" });
    await marks.nth(1).waitFor();
    await window.screenshot("restarted-and-run");
    const counted = (count: number) =>
      window.codeCells.last().locator(".execution-count-label", { hasText: `[${count}]` });

    await marks.first().click();
    await counted(3).waitFor();
    await marks.first().waitFor({ state: "detached" });

    await window.editCell(window.codeCells.nth(1));
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" // edited");
    const stale = window.codeCells.getByText("Stale");
    await stale.nth(1).waitFor();
    await window.screenshot("stale-cells");
    await window.leaveText();
    await window.command("pipenb: Run Stale Cells");
    await counted(5).waitFor();
    await stale.first().waitFor({ state: "detached" });
    await window.codeCells.first().locator(".execution-count-label", { hasText: "[1]" }).waitFor();
  });
});
