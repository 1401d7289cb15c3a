/** Typing into cells, or into the one text editor that is open, and reading what the editor shows of their language. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { appears } from "./appears.ts";
import type { Workbench } from "./workbench.ts";

/** A busy machine answers late. */
const patience = { timeout: 180_000 };

export class CellTyping {
  readonly #page: Page;
  readonly #window: Workbench;

  constructor(window: Workbench) {
    this.#window = window;
    this.#page = window.page;
  }

  /** The code cell that shows this text. */
  cell(text: string): Locator {
    return this.#window.codeCells.filter({ hasText: text }).first();
  }

  /** Puts the cursor at the end of a cell. */
  async atEnd(text: string): Promise<void> {
    const cell = this.cell(text);
    await cell.scrollIntoViewIfNeeded();
    await cell.locator(".view-lines .view-line").first().click();
    await this.#page.keyboard.press("Control+End");
  }

  /** Types behind the end of a cell, key by key as a person does. */
  async typeAtEnd(text: string, typed: string): Promise<void> {
    await this.atEnd(text);
    await this.type(typed);
  }

  async type(typed: string): Promise<void> {
    await this.#page.keyboard.type(typed, { delay: 35 });
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  /** A new line behind the end of a cell; a list of suggestions that is open is left as a person would leave it. */
  async newLine(cell: string): Promise<void> {
    await this.typeAtEnd(cell, "\n");
  }

  /** Puts the cursor on a word of a cell by selecting it; `nth` counts from 0 where the word stands there more than once. */
  async select(cell: string, word: string, nth = 0): Promise<void> {
    await this.cell(cell).scrollIntoViewIfNeeded();
    await this.word(cell, word, nth).dblclick();
  }

  /** A word of a cell as it stands on the screen: what the editor colours as one. */
  word(cell: string, word: string, nth = 0): Locator {
    return this.cell(cell).locator(".view-lines").getByText(word, { exact: true }).nth(nth);
  }

  /** The labels of the suggestions in sight, once one of them is `wanted`. */
  async suggestions(wanted: string): Promise<readonly string[]> {
    await this.#window.suggested(this.suggestion(wanted).first());
    const labels = await this.suggestionRows.locator(".label-name").allTextContents();
    return labels.map((label) => label.trim());
  }

  suggestion(label: string): Locator {
    return this.suggestionRows.filter({ has: this.#page.getByText(label, { exact: true }) });
  }

  get suggestionRows(): Locator {
    return this.#page.locator(".suggest-widget.visible .monaco-list-row");
  }

  /** What is shown beside the suggestion in the list that is chosen, once it is `wanted`. */
  async suggestionDetails(wanted: RegExp): Promise<string> {
    const details = this.#page
      .locator(".suggest-details-container:visible, .suggest-details:visible")
      .filter({ hasText: wanted })
      .first();
    for (let tries = 0; tries < 8; tries += 1) {
      const isThere = await appears(details, { timeout: 4_000 });
      if (isThere) return details.innerText();
      await this.press("Control+Space"); // shows and hides them
    }
    assert.fail(`The suggestion says nothing like ${String(wanted)}`);
  }

  /** The text of what is shown of the word when the mouse rests on it, once it is `wanted`. */
  async hover(cell: string, word: string, wanted: RegExp, nth = 0): Promise<string> {
    return this.hoverOf(this.word(cell, word, nth), wanted);
  }

  async hoverOf(place: Locator, wanted: RegExp): Promise<string> {
    const hover = this.#page.locator(".monaco-hover:visible .monaco-hover-content").first();
    let seen = "";
    for (let tries = 0; tries < 10; tries += 1) {
      await this.#page.mouse.move(0, 0);
      await place.hover();
      const isWanted = await appears(hover.filter({ hasText: wanted }), { timeout: 3_000 });
      if (await hover.isVisible()) seen = (await hover.innerText()).replaceAll("\u00a0", " ");
      if (isWanted) return seen;
    }
    assert.fail(`The hover shows\n${seen}\nand not ${String(wanted)}`);
  }

  /** The text of a cell as the editor shows it. */
  async text(cell: string): Promise<string> {
    return this.textOf(this.cell(cell));
  }

  async textOf(editor: Locator): Promise<string> {
    const lines = await editor.locator(".view-lines .view-line").evaluateAll((all) =>
      all
        .map((line) => ({
          top: Number.parseFloat(line.getAttribute("style")?.match(/top:\s*([\d.]+)/)?.[1] ?? "0"),
          text: line.textContent,
        }))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text),
    );
    return lines
      .join("\n")
      .replaceAll("\u00a0", " ")
      .replaceAll(/[\u200a\u200b]/g, ""); // beside hints
  }

  /** Waits until a cell shows what it is to show. */
  async shows(cell: string, wanted: string | RegExp): Promise<void> {
    await this.isShown(() => this.text(cell), wanted);
  }

  /** Renames what the cursor is on. */
  async rename(to: string): Promise<void> {
    await this.press("F2");
    const box = this.#page.locator(".rename-box:visible input");
    await box.waitFor(patience);
    await box.fill(to);
    await box.press("Enter");
    await box.waitFor({ state: "hidden" });
  }

  /** Asks what mends the problem at the cursor, and takes the one of this title. */
  async mend(title: string | RegExp): Promise<void> {
    await this.openFixes(title);
    await this.takeFix(title);
  }

  /** By the keyboard: the open list lies below what catches the mouse. */
  async takeFix(title: string | RegExp): Promise<void> {
    for (let moves = 0; moves < 20; moves += 1) {
      if (/\bfocused\b/.test((await this.fix(title).getAttribute("class")) ?? "")) break;
      await this.press("ArrowDown");
    }
    await this.press("Enter");
  }

  /** One of the mends that are offered; the list is opened by this. */
  fix(title: string | RegExp): Locator {
    return this.#page.locator(".action-widget .monaco-list-row", { hasText: title }).first();
  }

  /** Opens the list of mends, again where the problem was not known yet. */
  async openFixes(title: string | RegExp): Promise<void> {
    for (let tries = 0; tries < 8; tries += 1) {
      await this.press("Control+.");
      const isThere = await appears(this.fix(title), { timeout: 4_000 });
      if (isThere) return;
      if (await this.#page.locator(".action-widget").isVisible()) await this.press("Escape");
    }
    assert.fail(`No mend ${String(title)} is offered.`);
  }

  async isShown(read: () => Promise<string>, wanted: string | RegExp): Promise<void> {
    let text = "";
    for (let tries = 0; tries < 100; tries += 1) {
      text = await read();
      if (typeof wanted === "string" ? text === wanted : wanted.test(text)) return;
      await this.#page.waitForTimeout(200);
    }
    assert.fail(`The editor shows\n${text}\nand not\n${String(wanted)}`);
  }

  /** What the Problems view lists, once that is `wanted`; the view is opened by this. */
  async problems(wanted: RegExp): Promise<string> {
    const view = this.#page.locator(".markers-panel");
    if (!(await view.isVisible())) await this.press("Control+Shift+m");
    await view.filter({ hasText: wanted }).waitFor(patience);
    return (await view.innerText()).replaceAll("\u00a0", " ");
  }
}
