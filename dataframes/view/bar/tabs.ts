/** The two ways to look at a dataframe. */
import { element } from "../page/element.ts";
import { nextOf } from "./menu.ts";

export type Tab = "table" | "chart";

/** @param turned is told which one is looked at from now on */
export function tabs(turned: (name: Tab) => void): HTMLElement {
  const names = ["table", "chart"] as const;
  const buttons = ["Table", "Chart"].map((label, index) =>
    element(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        "aria-selected": String(index === 0),
        tabindex: index === 0 ? 0 : -1,
      },
      label,
    ),
  );
  const turn = (to: number): void => {
    buttons.forEach((button, index) => {
      button.setAttribute("aria-selected", String(index === to));
      button.tabIndex = index === to ? 0 : -1;
    });
    const name = names[to];
    if (name !== undefined) turned(name);
  };
  buttons.forEach((button, index) => {
    button.addEventListener("click", () => {
      turn(index);
    });
  });
  const list = element("div", { class: "tabs", role: "tablist", "aria-label": "Table or chart" }, ...buttons);
  list.addEventListener("keydown", (event) => {
    const at = buttons.findIndex((button) => button === event.target);
    const to = event.key.startsWith("Arrow") ? nextOf(event.key, at, buttons.length) : undefined;
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[to]?.focus();
    turn(to);
  });
  return list;
}
