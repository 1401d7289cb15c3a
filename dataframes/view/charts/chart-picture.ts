/** The drawn chart in the page, with the value that pointer or keys are at. */
import { element } from "../page/element.ts";
import { markAfterKey, markAt } from "./scene/find-mark.ts";
import type { Palette } from "./theme/palette.ts";
import type { Mark, Scene } from "./scene/scene.ts";
import { shapeElement, svgOf } from "./scene/svg.ts";

export class ChartPicture {
  readonly element = element("div", {
    class: "picture",
    role: "application",
    "aria-roledescription": "chart",
    tabindex: 0,
  });
  readonly #tooltip = element("div", { class: "tooltip", "aria-hidden": "true", hidden: "" });
  readonly #spoken = element("div", { class: "spoken", "aria-live": "polite" });
  #scene: Scene | undefined;
  #palette: Palette | undefined;
  #svg: SVGSVGElement | undefined;
  #light: SVGElement | undefined;
  #at: number | undefined;

  constructor() {
    this.element.addEventListener("pointermove", (event) => {
      this.#follow(event);
    });
    this.element.addEventListener("pointerdown", (event) => {
      this.#follow(event);
    });
    this.element.addEventListener("pointerleave", () => {
      this.#show(undefined);
    });
    this.element.addEventListener("blur", () => {
      this.#show(undefined);
    });
    this.element.addEventListener("keydown", (event) => {
      this.#key(event);
    });
  }

  /** Undefined takes the picture away. */
  draw(scene: Scene | undefined, palette: Palette, label: string): void {
    this.#scene = scene;
    this.#palette = palette;
    this.#at = undefined;
    this.#light = undefined;
    this.#tooltip.hidden = true;
    this.element.hidden = scene === undefined;
    this.element.setAttribute("aria-label", `${label} Arrow keys go through the values.`);
    this.#svg = scene === undefined ? undefined : svgOf(scene, palette.font, label);
    this.element.replaceChildren(
      ...(this.#svg === undefined ? [] : [this.#svg]),
      this.#tooltip,
      this.#spoken,
    );
  }

  #follow(event: PointerEvent): void {
    if (this.#scene === undefined || this.#svg === undefined) return;
    const box = this.#svg.getBoundingClientRect();
    this.#show(markAt(this.#scene, event.clientX - box.left, event.clientY - box.top));
  }

  #key(event: KeyboardEvent): void {
    if (this.#scene === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && this.#at !== undefined) {
      event.preventDefault();
      this.#show(undefined);
      return;
    }
    const next = markAfterKey(this.#scene, this.#at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    this.#show(next);
    this.#spoken.textContent = this.#scene.marks[next]?.lines.join(", ") ?? "";
  }

  #show(index: number | undefined): void {
    if (index === this.#at) return;
    this.#at = index;
    this.#light?.remove();
    this.#light = undefined;
    const mark = index === undefined ? undefined : this.#scene?.marks[index];
    this.#tooltip.hidden = mark === undefined;
    if (mark === undefined || this.#palette === undefined) return;
    this.#light = shapeElement(lightOf(mark, this.#palette));
    this.#svg?.append(this.#light);
    this.#tooltip.replaceChildren(...mark.lines.map((line) => element("div", {}, line)));
    this.#place(mark);
  }

  /** Beside the mark, on the side where there is room. */
  #place({ x, y }: Mark): void {
    const [width, height] = [this.#scene?.width ?? 0, this.#scene?.height ?? 0];
    const { offsetWidth, offsetHeight } = this.#tooltip;
    const left = x + 12 + offsetWidth <= width ? x + 12 : Math.max(0, x - 12 - offsetWidth);
    const top = Math.max(0, Math.min(height - offsetHeight, y - offsetHeight - 10));
    this.#tooltip.style.left = `${left}px`;
    this.#tooltip.style.top = `${top}px`;
  }
}

function lightOf({ x, y, box }: Mark, { ink, background }: Palette) {
  const attributes = { fill: "none", stroke: ink, "stroke-width": 1.5, "pointer-events": "none" };
  return box === undefined
    ? ({
        tag: "circle",
        attributes: { ...attributes, cx: x, cy: y, r: 5, fill: background, "fill-opacity": 0.35 },
      } as const)
    : ({ tag: "rect", attributes: { ...attributes, ...box } } as const);
}
