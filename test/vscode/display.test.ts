/** Charts and values of libraries as outputs of the real editor. */
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";

describe("values that show themselves in the editor", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["test/fixtures/display/charts.pipenb"] });

  before(() => {
    symlinkSync(resolve("node_modules"), join(editor.folder, "node_modules"));
  });

  async function opened(): Promise<Workbench> {
    const window = await editor.open();
    await window.openNotebook("charts.pipenb");
    await window.selectKernel("Local process");
    return window;
  }

  it("are pictures where Observable Plot and Vega-Lite made them, and text where nobody knows the type", async () => {
    const window = await opened();
    await window.runAll();
    const { outputs } = window;
    await outputs.locator("svg.plot-d6a7b5 rect").first().waitFor();
    await window.screenshot("display-plot");
    const chart = outputs.locator('.pipenb-vega[aria-label="Rain by day"]');
    await chart.locator("svg .mark-rect path").first().waitFor();
    await window.goTo("last");
    await window.screenshot("display-vega-lite");
    await chart.locator("summary").press("Enter");
    await chart.locator("td", { hasText: "<img src=x" }).waitFor();
    assert.equal(await chart.locator("img").count(), 0);
    await chart.locator("svg .mark-rect path").first().dispatchEvent("pointermove", { bubbles: true });
    await chart.locator(".tip", { hasText: "mm: 3" }).waitFor();
    await window.screenshot("display-vega-lite-data");
    await outputs.getByText("Charts load nothing by themselves").waitFor();
    await outputs.locator(".pipenb-tree li", { hasText: "data: [1]" }).first().waitFor();
  });

  it("are trees where they hold others, walked by the arrow keys", async () => {
    const window = await opened();
    const { outputs, page } = window;
    await page.setViewportSize({ width: 1280, height: 1700 }); // all of it at once
    // Kept outputs of the test before would be replaced while one walks in them.
    await window.toolbar("Clear All Outputs");
    await outputs.locator(".pipenb-tree").first().waitFor({ state: "detached" });
    await window.runAll();
    await window.goTo("last");
    const item = (text: string) => outputs.locator(".pipenb-tree li", { hasText: text }).last();
    await item("Station {…}").locator(".line").click();
    await item("readings: Map(1)").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await item('"2022-02-05": {…}').locator("> ul > li").nth(1).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await item("<b>cold</b>").waitFor();
    await item("failed: TypeError: no rain").waitFor();
    await window.screenshot("display-tree");
    mkdirSync(join(editor.folder, ".vscode"), { recursive: true });
    const dark = JSON.stringify({ "workbench.colorTheme": "Default Dark Modern" });
    writeFileSync(join(editor.folder, ".vscode/settings.json"), dark);
    await page.locator(".monaco-workbench.vs-dark").waitFor();
    await outputs.locator("body.vscode-dark").waitFor({ state: "attached" });
    await window.screenshot("display-tree-dark");
    await window.goTo("first");
    await outputs.locator('.pipenb-vega[aria-label="Rain by day"] svg .mark-rect path').first().waitFor();
    await window.screenshot("display-plot-dark");
  });
});
