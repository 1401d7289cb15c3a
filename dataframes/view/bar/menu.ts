/** A few commands in a panel, gone through with the arrow keys. */
import { element } from "../page/element.ts";

interface MenuItem {
  readonly label: string;
  readonly run: () => void;
}

/** @param done is called before the chosen command runs */
export function menu(items: readonly MenuItem[], done: () => void): HTMLElement {
  const buttons = items.map(({ label, run }, index) => {
    const button = element("button", { type: "button", role: "menuitem", class: "item" }, label);
    if (index === 0) button.dataset["first"] = "";
    button.addEventListener("click", () => {
      done();
      run();
    });
    return button;
  });
  const list = element("div", { role: "menu", class: "menu" }, ...buttons);
  list.addEventListener("keydown", (event) => {
    const at = buttons.findIndex((button) => button === event.target);
    const to = nextOf(event.key, at, buttons.length);
    if (to === undefined) return;
    event.preventDefault();
    buttons[to]?.focus();
  });
  return list;
}

/** Where an arrow key leads in a row of so many things, round and round. Pure. */
export function nextOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case "ArrowDown":
    case "ArrowRight":
      return (at + 1) % count;
    case "ArrowUp":
    case "ArrowLeft":
      return (at - 1 + count) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
