/** One window of the editor, driven as a person would: by what is seen, the mouse and the keyboard. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { appears } from "./appears.ts";

const screenshots = resolve(import.meta.dirname, "../../../.cache/screenshots");

export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Resolves when the window is there and its extensions are known. */
  async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
    await this.page.waitForFunction(
      () => performance.getEntriesByName("code/didLoadExtensions").length > 0,
      undefined,
      { timeout: 90_000 },
    );
  }

  /** Opens a file of the workspace's top folder from the Explorer. */
  async openFile(name: string): Promise<void> {
    const row = this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first();
    await this.page.mouse.move(0, 0); // a hover of another row would cover this one
    await row.dblclick();
    await this.page.locator(".tabs-container .tab.active", { hasText: name }).waitFor();
  }

  /** As `openFile`, and waits until the notebook's cells are there: its commands are not before. */
  async openNotebook(name: string): Promise<void> {
    await this.openFile(name);
    const cells = this.notebook.locator(".cell-list-container .monaco-list-row");
    await cells.first().waitFor({ state: "attached" }); // Markdown is drawn elsewhere
  }

  /** The open notebook's editor. */
  get notebook(): Locator {
    return this.page.locator(".notebookOverlay:visible").first();
  }

  /** Code cells in sight, without the front matter's. */
  get codeCells(): Locator {
    const hasNot = this.page.locator('[data-mode-id="pipenb-front-matter"]');
    return this.notebook.locator(".cell-list-container .code-cell-row").filter({ hasNot });
  }

  /** The cell of the front matter, when it is in sight. */
  get frontMatterCell(): Locator {
    const has = this.page.locator('[data-mode-id="pipenb-front-matter"]');
    return this.notebook.locator(".cell-list-container .code-cell-row").filter({ has });
  }

  /** Where outputs and rendered Markdown are shown. */
  get outputs(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  }

  /** Goes to the first or last cell; what is out of sight is not drawn, its outputs included. */
  async goTo(place: "first" | "last"): Promise<void> {
    await this.notebook.locator(".cell-list-container .monaco-list").first().focus();
    await this.page.keyboard.press(place === "last" ? "Control+End" : "Control+Home");
  }

  /** Puts the cursor into a cell's text. Clicks again where a click was lost: outputs that just come move the cells below. */
  async editCell(cell: Locator): Promise<void> {
    const focus = cell.locator(".monaco-editor.focused");
    while (!(await focus.isVisible())) {
      await cell.locator(".view-lines").first().click();
      await focus.waitFor({ timeout: 2_000 }).catch(() => undefined); // the suite's timeout bounds it
    }
  }

  /** Goes from a cell's text to the cell. A hover or a list that is open takes the first Escape for itself. */
  async leaveText(): Promise<void> {
    const focus = this.notebook.locator(".cell-list-container .monaco-editor.focused");
    while (await focus.isVisible()) {
      await this.page.keyboard.press("Escape");
      await focus.waitFor({ state: "hidden", timeout: 1_000 }).catch(() => undefined); // the suite's timeout bounds it
    }
  }

  /** A notification by a part of its text. */
  notification(text: string): Locator {
    return this.page.locator(".notification-list-item", { hasText: text });
  }

  /** An entry of the status bar by a part of its text. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator(".statusbar-item", { hasText: text });
  }

  /** A button of the notebook's tool bar; the editor adds the keys of a command to its name. */
  async toolbar(name: string): Promise<void> {
    const named = new RegExp(`^${name}( \\(.+\\))?$`);
    await this.page.locator(".notebook-toolbar-container").getByRole("button", { name: named }).click();
  }

  /** Presses again where the press was lost: the editor draws its toolbar anew when a kernel has been chosen. */
  async runAll(): Promise<void> {
    const state = this.notebook.locator("[class*='codicon-notebook-state-']").first();
    // Before it has a kernel the editor would ask for one.
    await this.notebook
      .locator(".notebook-toolbar-container", { hasText: /Local process|Container/ })
      .waitFor();
    for (let presses = 0; presses < 2; presses += 1) {
      await this.toolbar("Run All");
      const seen = await appears(state, { state: "attached", timeout: 5_000 });
      if (seen) return;
    }
  }

  /** The suggestion of this text, once it is in the list, or the editor was asked so often. */
  async suggestion(text: string, tries?: number): Promise<Locator> {
    const rows = this.page.locator(".suggest-widget.visible .monaco-list-row");
    return this.suggested(rows.filter({ hasText: text }).first(), tries);
  }

  /** On a busy machine keys may come before the editor knows what to suggest at those before them: it is asked again by hand. */
  async suggested(row: Locator, tries = Number.POSITIVE_INFINITY): Promise<Locator> {
    const list = this.page.locator(".suggest-widget.visible");
    for (let tried = 1; tried <= tries && !(await appears(row, { timeout: 10_000 })); tried += 1) {
      // With a list that is open the same keys unfold its details.
      if (await list.isVisible()) await this.page.keyboard.press("Escape");
      // Where the list went by itself just then, the Escape has left the cell's text.
      if (!(await this.page.locator(".monaco-editor.focused").first().isVisible()))
        await this.page.keyboard.press("Enter");
      await this.page.keyboard.press("Control+Space"); // the suite's timeout bounds it
    }
    return row;
  }

  /** Takes the suggestion of this text, once it is the chosen one, by Enter, which is the editor's own for a moment after the list has come. */
  async acceptSuggestion(text: string): Promise<void> {
    const chosen = this.page.locator(".suggest-widget.visible .monaco-list-row.focused");
    await this.suggested(chosen.filter({ hasText: text }).first());
    await this.page.waitForTimeout(500);
    await this.page.keyboard.press("Enter");
  }

  /** Runs a command by its title in the command palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget input").first();
    await input.fill(`>${title}`);
    await this.pick(title);
  }

  /** Takes the entry of an open quick pick that carries this text. */
  async pick(text: string): Promise<void> {
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first().click();
  }

  /** Until the notebook's kernel is that of this label: before a kernel is known the keys that run cells do something else. */
  async kernelShown(label: string, options: { readonly timeout?: number } = {}): Promise<void> {
    await this.notebook.locator(".notebook-toolbar-container", { hasText: label }).waitFor(options);
  }

  /** Chooses the notebook's kernel by its label; the editor may ask first whether another is wanted, and of which extension. */
  async selectKernel(label: string): Promise<void> {
    const toolbar = this.notebook.locator(".notebook-toolbar-container", { hasText: label });
    if (await toolbar.isVisible()) return;
    await this.command("Notebook: Select Notebook Kernel");
    const rows = this.page.locator(".quick-input-list .monaco-list-row");
    const wanted = rows.filter({ hasText: label });
    for (const question of ["Select Another Kernel", "pipenb"]) {
      const asked = rows.filter({ hasText: new RegExp(`^${question}`) });
      await wanted
        .or(rows.filter({ hasText: /^(pipenb|Select Another Kernel)/ }))
        .first()
        .waitFor();
      if ((await wanted.first().isVisible()) || !(await asked.first().isVisible())) continue;
      await this.page.mouse.move(0, 0); // the hover of a row would cover the one below
      await asked.first().click();
      await asked.first().waitFor({ state: "hidden" });
    }
    await this.page.mouse.move(0, 0); // as above
    await wanted.first().click();
    await this.kernelShown(label);
  }

  /** Types into an open input box and confirms. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input").first();
    await input.fill(text);
    await input.press("Enter");
  }

  /** Loads the window anew, as "Reload Window" does; the notebook is open afterwards. */
  async reload(notebook: string): Promise<void> {
    await this.page.reload();
    await this.ready();
    await this.page.waitForFunction(() => performance.getEntriesByName("code/didRestoreEditors").length > 0);
    // The editor writes down a moment late which notebooks are open: on a busy machine it may not have lived to.
    if (!(await this.page.locator(".tabs-container .tab").first().isVisible()))
      await this.openNotebook(notebook);
  }

  /** Keeps what is seen as `.cache/screenshots/NAME.png`; gives the path. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(screenshots, { recursive: true });
    const path = join(screenshots, `${name.replaceAll(/[^\w.-]+/g, "-")}.png`);
    await this.page.screenshot({ path });
    return path;
  }
}
