/** The view of the cells' variables, in the real editor. */
import assert from "node:assert/strict";
import { useEditor } from "../support/editor/use-editor.ts";

describe("the variables in the editor", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["samples/hello.pipenb"] });

  it("show once the cells have run, and open when clicked", async () => {
    const window = await editor.open();
    const row = (name: RegExp) => window.page.getByRole("treeitem", { name });
    await window.openNotebook("hello.pipenb");
    await window.selectKernel("Local process");
    await window.page.getByRole("tab", { name: "Pipenb", exact: true }).click();
    await window.runAll();
    await row(/^file: string/).waitFor();
    await row(/^words: Object/).waitFor();
    await window.screenshot("variables-view");
    await row(/^greeting: string/).click();
    await window.page.locator(".tabs-container .tab.active", { hasText: "greeting.txt" }).waitFor();
    await window.page.locator(".view-line", { hasText: "'Hello, world!'" }).waitFor();
    await row(/^times: number/).waitFor();
    await window.screenshot("variables-opened");
  });

  it("are the notebook's own, and go on when its cells run again", async () => {
    const window = await editor.open();
    const row = (name: RegExp) => window.page.getByRole("treeitem", { name });
    await window.openNotebook("hello.pipenb");
    await window.selectKernel("Local process");
    await window.page.getByRole("tab", { name: "Pipenb", exact: true }).click();
    await window.runAll();
    await row(/^file: string/).waitFor();
    await window.runAll();
    await window.runAll();
    await window.editCell(window.codeCells.first());
    await window.page.keyboard.press("Control+A");
    await window.page.keyboard.type("const fresh = 1; const times = 7; const who = 'you';");
    await window.page.keyboard.press("Control+Enter");
    await row(/^fresh: number\s1/).waitFor();
    await row(/^times: number\s7/).waitFor();
    await window.screenshot("variables-after-runs");
    const view = window.page.locator(".pane", { has: row(/^fresh/) });
    const names = (await view.locator(".label-name").allInnerTexts()).toSorted();
    assert.deepEqual(names, ["file", "fresh", "greeting", "language", "output", "times", "who", "words"]);
  });
});
