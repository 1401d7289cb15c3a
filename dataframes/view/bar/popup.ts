/** One panel at a time above the table: it takes the focus, closes with Escape or a click elsewhere, and gives the focus back. */
import { element } from "../page/element.ts";

interface Opened {
  readonly panel: HTMLElement;
  readonly back: HTMLElement;
  readonly over: AbortController;
  readonly anchor: Element;
}

/** Panels must stay inside the output: what lies outside is covered by the editor. */
export class Popup {
  readonly element = element("div", { class: "popup", hidden: "" });
  readonly #frame: HTMLElement;
  #opened: Opened | undefined;

  /** @param frame what the panels are placed in, and which grows so that they fit */
  constructor(frame: HTMLElement) {
    this.#frame = frame;
    this.element.addEventListener("keydown", (event) => {
      // The editor must not take keys pressed here for its own.
      event.stopPropagation();
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
  }

  /**
   * Opens below the anchor, in place of what was open; true when it did, false when this very panel was open and is closed.
   * @param back gets the focus afterwards
   * @param closed is aborted when the panel closes
   */
  open(
    label: string,
    anchor: Element,
    back: HTMLElement,
    fill: (closed: AbortSignal) => readonly (Node | string)[],
  ): boolean {
    const again = this.#opened?.anchor === anchor && this.#opened.panel.getAttribute("aria-label") === label;
    this.close(!again);
    if (again) return false;
    const over = new AbortController();
    const panel = element("div", { class: "panel", role: "dialog", "aria-label": label });
    panel.append(...fill(over.signal));
    this.#opened = { panel, back, over, anchor };
    this.element.replaceChildren(panel);
    this.element.hidden = false;
    this.place();
    panel.querySelector<HTMLElement>("[data-first], input, button")?.focus();
    const root = this.element.getRootNode();
    // Beyond the shadow root, events seem to come from its host.
    const elsewhere = (event: Event): void => {
      const path = event.composedPath();
      if (!path.includes(this.element) && !path.includes(anchor)) this.close(true);
    };
    root.ownerDocument?.addEventListener("pointerdown", elsewhere, { signal: over.signal, capture: true });
    return true;
  }

  /** Puts the panel where there is room; called again when what is in it has grown. */
  place(): void {
    const opened = this.#opened;
    if (opened === undefined) return;
    const frame = this.#frame.getBoundingClientRect();
    const at = opened.anchor.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = opened.panel;
    const left = Math.max(0, Math.min(at.left - frame.left, frame.width - offsetWidth));
    const top = at.bottom - frame.top + 2;
    this.element.style.left = `${String(left)}px`;
    this.element.style.top = `${String(top)}px`;
    this.#frame.style.minHeight = `${String(top + offsetHeight + 8)}px`;
  }

  /** @param quiet leaves the focus where it is */
  close(quiet = false): boolean {
    const opened = this.#opened;
    if (opened === undefined) return false;
    this.#opened = undefined;
    opened.over.abort();
    this.element.replaceChildren();
    this.element.hidden = true;
    this.#frame.style.minHeight = "";
    if (!quiet) opened.back.focus();
    return true;
  }
}
