/** A notebook that is open as text: help in its front matter, its problems, its parts; and the names of cells in a notebook's symbols. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";

const text = `/* ---
pipenb: 1
title: Orders
--- */

// %% [markdown]
// # Orders
//
// One row for each *order*.

// %% [parameters]
/** Day to process */
const day: IsoDate = "2022-02-28";

// %% name=load
const rows = [1, 2];
function total(): number {
  return rows.length;
}

// %% name=sum
total() + 1;
`;

describe("a notebook that is open as text", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["samples/hello.pipenb"] });

  /** The window with the cursor at the end of the title's line. */
  async function openAsText(name: string): Promise<Workbench> {
    writeFileSync(join(editor.folder, `${name}.pipenb`), text);
    const window = await editor.open();
    await window.openNotebook(`${name}.pipenb`);
    await window.command("pipenb: Open as Text");
    await window.page.locator(".editor-instance .view-line", { hasText: "title" }).first().click();
    await window.page.keyboard.press("End");
    return window;
  }

  async function type(window: Workbench, typed: string): Promise<void> {
    await window.page.keyboard.type(typed, { delay: 60 });
  }

  async function lines(window: Workbench): Promise<string> {
    // In the order in which they were drawn.
    const shown = await window.page.locator(".editor-instance .view-lines .view-line").allInnerTexts();
    return shown.join("\n").replaceAll("\u00a0", " ");
  }

  it("suggests keys and values of the front matter, and says what they mean", async () => {
    const window = await openAsText("keys");
    await type(window, "\nima");
    await window.acceptSuggestion("image");
    await type(window, "ba");
    await window.suggestion("base");
    await window.screenshot("front-matter-keys");
    await window.acceptSuggestion("base");
    await window.suggestion("ubuntu:24.04");
    await window.screenshot("front-matter-values");
    await window.acceptSuggestion("node:24-bookworm-slim");
    await window.page.getByText("node:24-bookworm-slim").first().waitFor();
    const shown = await lines(window);
    assert.ok(shown.includes("\nimage:\n") && shown.includes("\n  base: node:24-bookworm-slim\n"), shown);
    await window.page.keyboard.press("Escape");
    await window.page
      .locator(".editor-instance .view-line span", { hasText: /^\s*base$/ })
      .last()
      .hover();
    const hover = window.page.locator(".monaco-hover:visible .monaco-hover-content").first();
    await hover
      .getByText("any Linux image", { exact: false })
      .or(hover.getByText("Any Linux image"))
      .waitFor();
    await window.screenshot("front-matter-hover");
    await window.page.locator(".editor-instance .squiggly-error").first().waitFor({ state: "detached" });
  });

  it("marks what is wrong as it is typed, and no longer when it is mended", async () => {
    const window = await openAsText("wrong");
    const squiggles = window.page.locator(".editor-instance .squiggly-error");
    await type(window, "\nservces: 1");
    await window.page.keyboard.press("Escape");
    await squiggles.first().waitFor();
    await window.command("Problems: Focus on Problems View");
    const problems = window.page.locator(".markers-panel");
    await problems.getByText("Did you mean `services`?").first().waitFor();
    await window.screenshot("front-matter-problem");
    await window.page.locator(".editor-instance .view-line", { hasText: "servces" }).first().click();
    await window.page.keyboard.press("End");
    for (let index = 0; index < "servces: 1".length; index += 1)
      await window.page.keyboard.press("Backspace");
    await squiggles.first().waitFor({ state: "detached" });
    await window.page.getByText('"2022-02-28"').first().dblclick();
    await window.page.keyboard.press("End");
    for (let index = 0; index < 4; index += 1) await window.page.keyboard.press("Backspace");
    await type(window, '30";');
    await squiggles.first().waitFor();
    await problems.getByText("2022-02-30").first().waitFor();
  });

  it("has its parts and what they declare as symbols, and folds them", async () => {
    const window = await openAsText("parts");
    await window.page.keyboard.press("Control+Shift+O");
    const rows = window.page.locator(".quick-input-list .monaco-list-row");
    await rows.filter({ hasText: "total" }).first().waitFor();
    await window.screenshot("text-symbols");
    const labels = await rows.locator(".label-name").allInnerTexts();
    for (const label of ["front matter", "Orders", "parameters", "load", "rows", "total", "sum"])
      assert.ok(
        labels.some((each) => each.trim() === label),
        `${label} in ${labels.join(", ")}`,
      );
    await window.page.keyboard.press("Escape");
    await window.command("Fold All");
    await window.page
      .locator(".editor-instance .view-line", { hasText: "const rows" })
      .waitFor({ state: "detached" });
    await window.screenshot("text-folded");
    const folded = await lines(window);
    assert.match(folded, /name=load/);
    assert.doesNotMatch(folded, /title: Orders|One row/);
  });
});

describe("the names of cells in a notebook", function () {
  this.timeout(600_000);
  const editor = useEditor({
    files: ["samples/hello.pipenb"],
    settings: { "notebook.outline.showCodeCells": true, "outline.collapseItems": "alwaysExpand" },
  });

  it("are found by Go to Symbol, with what the cells declare", async () => {
    writeFileSync(join(editor.folder, "names.pipenb"), text);
    const window = await editor.open();
    await window.openNotebook("names.pipenb");
    await window.codeCells.first().waitFor();
    await window.command("Go to Symbol in Editor");
    const rows = window.page.locator(".quick-input-list .monaco-list-row");
    await rows.filter({ hasText: "total" }).first().waitFor();
    await window.screenshot("notebook-symbols");
    const labels = (await rows.locator(".label-name").allInnerTexts()).map((label) => label.trim());
    for (const label of ["parameters", "load", "sum"]) assert.ok(labels.includes(label), labels.join(", "));
    await window.page.keyboard.press("Escape");
    await window.page.getByRole("button", { name: "Outline Section" }).click();
    await window.page.getByRole("button", { name: /^Explorer Section/ }).click(); // makes room for all rows
    const outline = window.page.locator(".outline-tree .monaco-list-row");
    await outline.filter({ hasText: "load" }).first().waitFor();
    await window.editCell(window.codeCells.last());
    await window.screenshot("notebook-outline");
  });

  it("stand beside snippets for cells", async () => {
    const inserted = /for\s\(const\sitem\sof\sitems/;
    for (let tries = 1; ; tries += 1) {
      writeFileSync(join(editor.folder, `snippets-${tries}.pipenb`), text);
      const window = await editor.open();
      await window.openNotebook(`snippets-${tries}.pipenb`);
      await window.editCell(window.codeCells.last());
      await window.page.keyboard.press("Control+End");
      await window.page.keyboard.type("\nforof", { delay: 60 });
      // On a busy machine a window of the editor may have no snippets at all, for as long as it is open: "No suggestions."
      const row = await window.suggestion("forof", tries < 4 ? 6 : undefined);
      if (!(await row.isVisible())) continue;
      await window.screenshot("cell-snippets");
      await row.click();
      await window.codeCells.last().locator(".view-line", { hasText: inserted }).waitFor();
      return;
    }
  });
});
