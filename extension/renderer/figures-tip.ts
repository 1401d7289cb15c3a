/// <reference lib="dom" />
/** All figures of a column, beside its name while the pointer or the keyboard is on it. */
import type { ColumnSummary } from "../../protocol/frames/summary.ts";
import { element } from "./element.ts";
import { figures } from "./summary/figures.ts";

export class FiguresTip {
  readonly element = element("div", { class: "tip", role: "tooltip", hidden: "" });
  readonly #frame: HTMLElement;

  /** @param frame what the tip is placed in */
  constructor(frame: HTMLElement) {
    this.#frame = frame;
  }

  show(summary: ColumnSummary, head: Element): void {
    const rows = figures(summary).map(([name, value]) =>
      element("div", {}, element("span", { class: "what" }, name), element("span", {}, value)),
    );
    this.element.replaceChildren(...rows);
    this.element.hidden = false;
    const frame = this.#frame.getBoundingClientRect();
    const at = head.getBoundingClientRect();
    const left = Math.max(0, Math.min(at.left - frame.left, frame.width - this.element.offsetWidth));
    this.element.style.left = `${String(left)}px`;
    this.element.style.top = `${String(at.bottom - frame.top)}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
