/** All figures of a column, below its small picture while the pointer or the keyboard rests on it. */
import { element } from "../page/element.ts";
import type { Figure } from "./figures.ts";

/** A pointer that only passes asks for nothing. */
const pointerMilliseconds = 350;
const keyMilliseconds = 600;
/** Room is given back a little later, so that the page keeps still between one column and the next. */
const roomMilliseconds = 600;

export class FiguresTip {
  readonly element = element("div", { class: "tip", role: "tooltip", hidden: "" });
  readonly #frame: HTMLElement;
  readonly #grid: HTMLElement;
  readonly #figures: (position: number) => readonly Figure[] | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #room: ReturnType<typeof setTimeout> | undefined;
  /** Where the pointer is. */
  #over: number | undefined;
  /** After a click the pointer has to go elsewhere first: what was asked for is in the rows below. */
  #quiet = false;

  /**
   * @param frame what the tip is placed in, and which grows so that it fits
   * @param figures of the column at a position, undefined where there are none
   */
  constructor(
    frame: HTMLElement,
    grid: HTMLElement,
    figures: (position: number) => readonly Figure[] | undefined,
  ) {
    this.#frame = frame;
    this.#grid = grid;
    this.#figures = figures;
    grid.addEventListener("pointermove", (event) => {
      const over = event.pointerType === "touch" ? undefined : stripAt(event.target);
      if (over === this.#over) return;
      this.hide();
      this.#over = over;
      if (over === undefined) this.#quiet = false;
      else if (!this.#quiet) this.#soon(over, pointerMilliseconds);
    });
    grid.addEventListener("pointerleave", () => {
      this.hide();
      this.#over = undefined;
      this.#quiet = false;
    });
    for (const name of ["scroll", "blur"])
      grid.addEventListener(name, () => {
        this.hide();
        this.#over = undefined; // a pointer that moves on asks again
      });
    grid.addEventListener("pointerdown", () => {
      this.silence();
    });
  }

  /** The keyboard is on the head of this column, or no longer on a head. */
  focus(position: number | undefined): void {
    this.hide();
    if (position !== undefined) this.#soon(position, keyMilliseconds);
  }

  /** Shows it at once; false where there are no figures. */
  show(position: number): boolean {
    this.hide();
    const figures = this.#figures(position);
    const head = this.#grid.querySelector(`[data-head="${String(position)}"]`);
    if (figures === undefined || head === null) return false;
    this.element.replaceChildren(...figures.map(line));
    this.element.hidden = false;
    this.#place(head);
    return true;
  }

  /** Hides it, and shows nothing more for where the pointer is. */
  silence(): void {
    this.hide();
    this.#quiet = true;
  }

  /** False when it was not shown. */
  hide(): boolean {
    const shown = !this.element.hidden;
    clearTimeout(this.#timer);
    this.element.hidden = true;
    if (shown)
      this.#room = setTimeout(() => {
        this.#frame.style.removeProperty("--tip-room");
      }, roomMilliseconds);
    return shown;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#room);
  }

  #soon(position: number, milliseconds: number): void {
    this.#timer = setTimeout(() => {
      this.show(position);
    }, milliseconds);
  }

  #place(head: Element): void {
    clearTimeout(this.#room);
    const frame = this.#frame.getBoundingClientRect();
    const at = head.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.element;
    const left = Math.max(0, Math.min(at.left - frame.left, frame.width - offsetWidth));
    const top = at.bottom - frame.top;
    this.element.style.left = `${String(left)}px`;
    this.element.style.top = `${String(top)}px`;
    this.#frame.style.setProperty("--tip-room", `${String(Math.ceil(top + offsetHeight + 4))}px`);
  }
}

function line({ name, value, data }: Figure): HTMLElement {
  return element(
    "div",
    {},
    element("span", { class: data ? "what" : "which" }, name),
    element("span", { class: "told" }, value),
  );
}

/** The position of the column whose small picture this is in. */
function stripAt(target: EventTarget | null): number | undefined {
  if (!(target instanceof Element) || target.closest(".summary") === null) return undefined;
  const position = target.closest<HTMLElement>("[data-head]")?.dataset["head"];
  return position === undefined ? undefined : Number(position);
}
