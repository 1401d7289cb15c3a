/** A cell that fails in the real editor: its trace leads to the lines, and its own line is marked until it changes. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";

describe("a cell that fails in the editor", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["test/fixtures/traces/failing.pipenb", "test/fixtures/traces/lib"] });
  const link = (window: Workbench, text: string): Locator =>
    window.outputs.locator(".pipenb-trace a", { hasText: text }).first();
  const marks = (window: Workbench): Locator => window.notebook.locator(".squiggly-error");

  /** Follows a link and types: what is typed stands where the link has led. */
  async function goes(window: Workbench, text: string, line: string): Promise<void> {
    await link(window, text).click();
    await window.notebook.locator(".code-cell-row .monaco-editor.focused").waitFor();
    await window.page.keyboard.type("/* here */ ");
    await window.codeCells.locator(".view-line").getByText(`/* here */ ${line}`).waitFor();
  }

  async function fail(): Promise<Workbench> {
    // The editor saves what the test before has typed.
    copyFileSync("test/fixtures/traces/failing.pipenb", join(editor.folder, "failing.pipenb"));
    const window = await editor.open();
    await window.openNotebook("failing.pipenb");
    await window.selectKernel("Local process");
    await window.runAll();
    await link(window, 'cell [2] "total":3:').waitFor();
    return window;
  }

  it("shows the places in cells and modules, each with a link that leads there", async () => {
    const window = await fail();
    await window.screenshot("trace");
    await goes(window, 'cell [2] "total":3:', "const total = readAll");
    await goes(window, 'cell [1] "read":4:', "return texts.map");
    await link(window, "./lib/prices.ts:4:").click();
    await window.page.locator(".tabs-container .tab.active", { hasText: "prices.ts" }).waitFor();
    await window.statusItem("Ln 4, Col").waitFor();
    await window.screenshot("trace-in-module");
  });

  it("carries a mark on the line that failed until the cell is edited", async () => {
    const window = await fail();
    await marks(window).first().waitFor();
    const cell = window.codeCells.last();
    await cell.locator(".squiggly-error").first().waitFor();
    await cell.getByText("twelve").click();
    await window.page.keyboard.press("Control+A");
    await window.page.keyboard.type("readAll(['12'])");
    await marks(window).first().waitFor({ state: "detached" });
  });

  it("loses the mark when it runs again without failing", async () => {
    const window = await fail();
    await marks(window).first().waitFor();
    await window.codeCells.first().getByText("=> priceOf").click();
    await window.page.keyboard.press("Control+A");
    await window.page.keyboard.type("const readAll = (...texts: unknown[]) => [12];");
    await window.runAll();
    await window.outputs.getByText("12", { exact: true }).waitFor();
    await marks(window).first().waitFor({ state: "detached" });
  });
});
