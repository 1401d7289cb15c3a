/// <reference lib="dom" />
/** Buttons in a row: one stop for the tab key, gone through with the arrow keys. */
import { element } from "./element.ts";
import { nextOf } from "./panels/menu.ts";

export class Toolbar {
  readonly element: HTMLElement;
  readonly #buttons: HTMLButtonElement[] = [];

  constructor(label: string) {
    this.element = element("div", { class: "toolbar", role: "toolbar", "aria-label": label });
    this.element.addEventListener("keydown", (event) => {
      const at = this.#buttons.findIndex((button) => button === event.target);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") return;
      const to = at < 0 ? undefined : nextOf(event.key, at, this.#buttons.length);
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.#focus(to);
    });
  }

  add(label: string, title: string, run: (button: HTMLButtonElement) => void): HTMLButtonElement {
    const tabindex = this.#buttons.length === 0 ? 0 : -1;
    const button = element("button", { type: "button", title, tabindex }, label);
    button.addEventListener("click", () => {
      run(button);
    });
    this.#buttons.push(button);
    this.element.append(button);
    return button;
  }

  #focus(to: number): void {
    this.#buttons.forEach((button, index) => {
      button.tabIndex = index === to ? 0 : -1;
    });
    this.#buttons[to]?.focus();
  }
}
