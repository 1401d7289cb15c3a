/** The front matter in the notebook itself: seen, edited with help, checked, and brought into the environment. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";

const text = `/* ---
# ours
pipenb: 1
title: Orders
--- */

// %% [markdown]
// # Orders

// %% name=load
const rows = [1, 2];
rows.length;
`;

describe("the front matter in a notebook", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: [], settings: { "pipenb.runtime": "local" } });

  async function open(name: string, contents = text): Promise<Workbench> {
    writeFileSync(join(editor.folder, `${name}.pipenb`), contents);
    const window = await editor.open();
    await window.openNotebook(`${name}.pipenb`);
    return window;
  }

  const file = (name: string): string => readFileSync(join(editor.folder, `${name}.pipenb`), "utf8");

  /** Saves until the file says it: the editor may be busy when the keys come. */
  async function saved(window: Workbench, name: string, what: RegExp): Promise<string> {
    for (let tries = 0; tries < 60; tries += 1) {
      await window.page.keyboard.press("Control+s");
      if (what.test(file(name))) return file(name);
      await window.page.waitForTimeout(500);
    }
    assert.match(file(name), what);
    return file(name);
  }

  /** Puts the cursor at the end of a line of its cell. */
  async function atEndOf(window: Workbench, line: string): Promise<void> {
    await window.frontMatterCell.locator(".view-line", { hasText: line }).first().click();
    await window.page.keyboard.press("End");
  }

  it("is its first cell, is edited with suggestions and explanations, and saved as it is typed", async () => {
    const window = await open("edited");
    await window.frontMatterCell.getByText("title").waitFor();
    await window.screenshot("front-matter-cell");
    await atEndOf(window, "title: Orders");
    await window.page.keyboard.type("\nima", { delay: 60 });
    await window.acceptSuggestion("image");
    await window.page.keyboard.type("ba", { delay: 60 });
    await window.suggestion("base");
    await window.screenshot("front-matter-cell-suggestions");
    await window.acceptSuggestion("base");
    await window.suggestion("ubuntu:24.04");
    await window.page.keyboard.press("Escape");
    await window.page.keyboard.type("debian:bookworm");
    const after = await saved(window, "edited", /debian/);
    assert.equal(after, text.replace("title: Orders\n", "title: Orders\nimage:\n  base: debian:bookworm\n"));
    await window.frontMatterCell
      .locator(".view-line span", { hasText: /^\s*base$/ })
      .last()
      .hover();
    await window.page
      .locator(".monaco-hover:visible .monaco-hover-content")
      .getByText(/any Linux image/i)
      .first()
      .waitFor();
    await window.screenshot("front-matter-cell-hover");
  });

  it("is marked where it is wrong, with what is meant, and no kernel starts for it", async () => {
    const window = await open("wrong", text.replace("title: Orders", "tilte: Orders"));
    await window.frontMatterCell.locator(".squiggly-error").first().waitFor();
    await window.command("Problems: Focus on Problems View");
    const problem = window.page.locator(".markers-panel").getByText("Did you mean `title`?").first();
    await problem.waitFor();
    await problem.dblclick();
    await window.frontMatterCell.locator(".monaco-editor.focused").waitFor();
    await window.screenshot("front-matter-cell-problem");
    await window.runAll();
    const refused = window.notification("`tilte` is not known in the front matter");
    await refused.waitFor();
    await window.screenshot("front-matter-cell-refused");
    await refused.getByRole("button", { name: "Edit Front Matter" }).waitFor();
    await atEndOf(window, "tilte");
    await window.page.keyboard.press("Shift+Home");
    await window.page.keyboard.type("title: Orders");
    await window.frontMatterCell.locator(".squiggly-error").first().waitFor({ state: "detached" });
    await window.runAll();
    await window.outputs.getByText("2", { exact: true }).first().waitFor({ timeout: 120_000 });
    await window.screenshot("front-matter-cell-run-all");
    assert.equal(await window.frontMatterCell.locator("[class*='codicon-notebook-state-']").count(), 0);
  });

  it("is added where there is none, and gone when its cell is deleted", async () => {
    const cells = text.slice(text.indexOf("// %% [markdown]"));
    const window = await open("added", cells);
    await window.codeCells.first().waitFor();
    assert.equal(await window.frontMatterCell.count(), 0);
    await window.command("pipenb: Edit Front Matter");
    await window.frontMatterCell.locator(".monaco-editor.focused").waitFor();
    await window.page.keyboard.press("Control+End");
    await window.page.keyboard.type("title: Added");
    await window.screenshot("front-matter-cell-added");
    assert.equal(
      await saved(window, "added", /Added/),
      `/* ---\npipenb: 1\ntitle: Added\n--- */\n\n${cells}`,
    );
    await window.page.keyboard.press("Escape");
    await window.command("Notebook: Delete Cell");
    await window.frontMatterCell.waitFor({ state: "detached" });
    assert.equal(await saved(window, "added", /^\/\/ %%/), cells);
  });
});
