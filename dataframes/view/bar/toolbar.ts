/// <reference lib="dom" />
/** Buttons in a row: one stop for the tab key, gone through with the arrow keys. */
import { element } from "../page/element.ts";
import { nextOf } from "./menu.ts";

export class Toolbar {
  readonly element: HTMLElement;
  readonly #buttons: HTMLButtonElement[] = [];

  constructor(label: string) {
    this.element = element("div", { class: "toolbar", role: "toolbar", "aria-label": label });
    this.element.addEventListener("keydown", (event) => {
      const shown = this.#shown;
      const at = shown.findIndex((button) => button === event.target);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") return;
      const to = at < 0 ? undefined : shown[nextOf(event.key, at, shown.length) ?? -1];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.#focus(to);
    });
  }

  add(label: string, title: string, run: (button: HTMLButtonElement) => void): HTMLButtonElement {
    const button = element("button", { type: "button", title }, label);
    button.addEventListener("click", () => {
      if (button.ariaDisabled !== "true") run(button);
    });
    this.#buttons.push(button);
    this.element.append(button);
    this.#stopAt(this.#buttons[0]);
    return button;
  }

  /** Shows these buttons, or hides them. */
  show(buttons: readonly HTMLButtonElement[], shown: boolean): void {
    for (const button of buttons) button.hidden = !shown;
    this.#stopAt(this.#shown[0]);
  }

  get #shown(): readonly HTMLButtonElement[] {
    return this.#buttons.filter(({ hidden }) => !hidden);
  }

  #focus(to: HTMLButtonElement): void {
    this.#stopAt(to);
    to.focus();
  }

  #stopAt(to: HTMLButtonElement | undefined): void {
    for (const button of this.#buttons) button.tabIndex = button === to ? 0 : -1;
  }
}
