/** Output that comes after its cell's end, and displays that other cells change, in the real editor. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";

const mark = "(after the cell had ended)";

describe("late output in the editor", function () {
  this.timeout(600_000);
  const editor = useEditor({
    files: ["test/fixtures/outputs/late.pipenb"],
    settings: { "notebook.output.textLineLimit": 1_000 },
    keepsWindows: true,
  });
  const make = (name: string): void => {
    writeFileSync(join(editor.folder, name), "");
  };
  /** What is shown below the cell that shows this. */
  const below = (window: Workbench, text: string): Locator =>
    window.outputs.locator(".cell_container", { hasText: text });
  const kept = (): string => {
    const file = join(editor.folder, ".pipenb/late.pipenb.outputs.json");
    const found = existsSync(file) ? [...readFileSync(file, "utf8").matchAll(/"base64":"([^"]*)"/g)] : [];
    return found.map(([, data]) => Buffer.from(data ?? "", "base64").toString()).join("\n");
  };
  let window: Workbench;

  it("stands with the cell that caused it while another runs, marked as late", async () => {
    window = await editor.open();
    await window.openNotebook("late.pipenb");
    await window.selectKernel("Local process");
    await window.runAll();
    await window.outputs.getByText("second of the display").waitFor();
    make("say");
    const starter = below(window, "starter done");
    await starter.getByText("late from starter").waitFor();
    await starter.getByText(mark).waitFor();
    // The one that runs is not disturbed, and the one that has ended is as it was.
    await window.notebook.locator(".codicon-notebook-state-executing").first().waitFor();
    await window.codeCells.first().locator(".codicon-notebook-state-success").waitFor();
    await window.codeCells.first().getByText("[1]").waitFor();
    await window.screenshot("late-line");
  });

  it("is what another cell has changed in its display", async () => {
    await below(window, "starter done").getByText("second of the display").waitFor();
    assert.equal(await window.outputs.getByText("first of the display").count(), 0);
    await window.screenshot("late-update");
  });

  it("is every line of many, in order", async () => {
    make("many");
    await window.outputs.getByText("number 500").waitFor();
    const text = await below(window, "number 500").innerText();
    assert.deepEqual(
      text.match(/number \d+/g),
      Array.from({ length: 500 }, (_, index) => `number ${index + 1}`),
    );
    assert.equal(text.split(mark).length, 2);
    make("enough");
    await window.goTo("last");
    await window.outputs.getByText("waiting done").waitFor();
  });

  it("is a failure, which marks its cell as failed", async () => {
    await window.goTo("first");
    make("fail");
    await window.outputs.getByText("too late to save").first().waitFor();
    await window.codeCells.nth(1).locator(".codicon-notebook-state-error").waitFor();
    await window.codeCells.nth(1).getByText("[2]").waitFor();
    await window.screenshot("late-failure");
  });

  it("is shown with its cell also in a window that was loaded anew", async () => {
    while (!/third|second/.test(kept())) await window.page.waitForTimeout(100); // the suite's timeout bounds it
    while (!kept().includes("late from starter")) await window.page.waitForTimeout(100); // as above
    await window.reload("late.pipenb");
    await below(window, "starter done").getByText("second of the display").waitFor();
    await window.statusItem("pipenb: local process").waitFor();
    await window.goTo("last");
    await window.editCell(window.codeCells.filter({ hasText: "shown.update" }));
    await window.page.keyboard.press("Control+Enter");
    await window.goTo("first");
    await below(window, "starter done").getByText("third of the display").waitFor();
    make("reloaded");
    const starter = below(window, "starter done");
    await starter.getByText("late after the reload").waitFor();
    assert.equal((await starter.innerText()).split(mark).length, 2);
    await window.screenshot("late-reload");
  });
});
