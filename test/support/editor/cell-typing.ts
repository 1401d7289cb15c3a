/** Typing into cells and reading what the editor shows of their language: suggestions, hovers, squiggles. */
import type { Locator } from "playwright-core";
import type { Workbench } from "./workbench.ts";

/** Put where the cursor is to go; see {@link CellTyping.at}. */
export class CellTyping {
  readonly #window: Workbench;

  constructor(window: Workbench) {
    this.#window = window;
  }

  /** The code cell that shows this text. */
  cell(text: string): Locator {
    return this.#window.codeCells.filter({ hasText: text }).first();
  }

  /** Puts the cursor at the end of a cell. */
  async atEnd(text: string): Promise<void> {
    const cell = this.cell(text);
    await cell.scrollIntoViewIfNeeded();
    await cell.locator(".view-lines").first().click();
    await this.#window.page.keyboard.press("Control+End");
  }

  /** Types behind the end of a cell, key by key as a person does. */
  async typeAtEnd(text: string, typed: string): Promise<void> {
    await this.atEnd(text);
    await this.type(typed);
  }

  async type(typed: string): Promise<void> {
    await this.#window.page.keyboard.type(typed, { delay: 40 });
  }

  /** The labels of the suggestions in sight, once one of them is `wanted`. */
  async suggestions(wanted: string): Promise<readonly string[]> {
    const rows = this.suggestionRows;
    await rows.filter({ has: this.#window.page.getByText(wanted, { exact: true }) }).first().waitFor();
    return (await rows.locator(".label-name").allTextContents()).map((label) => label.trim());
  }

  get suggestionRows(): Locator {
    return this.#window.page.locator(".suggest-widget.visible .monaco-list-row");
  }

  /** The text of what is shown of the word when the mouse rests on it. */
  async hover(cell: string, word: string): Promise<string> {
    const place = this.cell(cell).locator(".view-lines").getByText(word, { exact: true }).first();
    const hover = this.#window.page.locator(".monaco-hover:visible .monaco-hover-content").first();
    await this.#window.page.mouse.move(0, 0);
    await place.hover();
    await hover.getByText(/\S/).first().waitFor();
    await hover.getByText("Loading...").waitFor({ state: "detached" });
    return hover.innerText();
  }

  /** The text of a cell as the editor shows it. */
  async text(cell: string): Promise<string> {
    const lines = await this.cell(cell).locator(".view-lines .view-line").allTextContents();
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  async undo(times: number): Promise<void> {
    for (let index = 0; index < times; index += 1) await this.#window.page.keyboard.press("Control+z");
  }
}
