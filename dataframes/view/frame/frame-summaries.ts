/** The figures about one frame's columns: whether they are shown, and what they say. */
import type { ColumnSummary } from "../../protocol/summary.ts";
import type { View } from "../../protocol/view.ts";
import { valueText } from "../filters/filter-text.ts";
import type { HeadNotes } from "../grid/head-cells.ts";
import { element } from "../page/element.ts";
import type { PageState } from "../page/page-state.ts";
import { svg } from "../page/svg.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import { type Figure, figures, share, shortFigures } from "../summaries/figures.ts";
import { type Known, Summaries } from "../summaries/summaries.ts";
import type { FrameModel } from "./frame-model.ts";

/** The small picture of a column below its name. Bars differ by length alone, so colours need not be told apart. */

const barsHigh = 24;
const valuesTold = 2;

/** @param digits as many as are worth showing of fractions; null where all are exact */
function summaryCell(known: Known, digits: number | null): HTMLElement {
  if (known === undefined) return element("div", { class: "summary asked", "aria-hidden": "true" });
  if (known === null) return element("div", { class: "summary" }, element("span", { class: "short" }, "–"));
  const label = figures(known, digits)
    .map(({ name, value }) => `${name} ${value}`)
    .join(", ");
  return element(
    "div",
    { class: "summary", role: "img", "aria-label": label },
    picture(known),
    element("span", { class: "short" }, shortFigures(known)),
  );
}

function picture(summary: ColumnSummary): Element {
  const { histogram, top, count } = summary;
  if (histogram !== undefined && histogram.counts.length > 0) return bars(histogram.counts);
  if (top === undefined || top.length === 0) return element("div", { class: "picture" });
  return element(
    "div",
    { class: "picture" },
    ...top.slice(0, valuesTold).map(({ value, count: times }) => {
      const bar = element(
        "div",
        { class: "often" },
        element("span", { class: "what" }, valueText(value)),
        element("span", {}, share(times, count)),
      );
      bar.style.setProperty("--share", `${String(Math.min(100, (times / Math.max(1, count)) * 100))}%`);
      return bar;
    }),
  );
}

function bars(counts: readonly number[]): SVGSVGElement {
  const most = Math.max(1, ...counts);
  return svg(
    "svg",
    {
      class: "picture",
      viewBox: `0 0 ${String(counts.length)} ${String(barsHigh)}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    ...counts.map((count, index) => {
      // What is there is seen, however little it is.
      const height = count === 0 ? 0 : Math.max(1.5, (count / most) * barsHigh);
      return svg("rect", { x: index + 0.06, y: barsHigh - height, width: 0.88, height });
    }),
  );
}

export class FrameFigures {
  readonly #model: FrameModel;
  readonly #state: PageState;
  readonly #summaries: Summaries | undefined;

  /** @param source undefined where nobody can be asked */
  constructor(model: FrameModel, state: PageState, source: DataframeSource | undefined, changed: () => void) {
    this.#model = model;
    this.#state = state;
    this.#summaries = source === undefined ? undefined : new Summaries(source, model.view, changed);
  }

  /** What stands below the names; nothing where the person wants none, or nobody can be asked. */
  get head(): Pick<HeadNotes, "summary"> {
    const summaries = this.#shown;
    return summaries === undefined
      ? {}
      : { summary: (column) => summaryCell(summaries.get(column), this.#digits(column)) };
  }

  /** All figures of the column at this position, as far as they are shown and known. */
  at(position: number): readonly Figure[] | undefined {
    const column = this.#model.arrangement.shown[position];
    const known = column === undefined ? undefined : this.#shown?.get(column);
    return column === undefined || known === undefined || known === null
      ? undefined
      : figures(known, this.#digits(column));
  }

  /** The columns at these positions are in sight. */
  want(positions: readonly number[]): void {
    const { shown } = this.#model.arrangement;
    this.#shown?.want(positions.flatMap((position) => shown[position] ?? []));
  }

  /** Of these rows from now on. */
  setView(view: View): void {
    this.#summaries?.setView(view);
  }

  /** Asks again about columns of which nothing could be told. */
  retry(): void {
    this.#summaries?.retry();
  }

  dispose(): void {
    this.#summaries?.dispose();
  }

  get #shown(): Summaries | undefined {
    return this.#state.summary && this.#model.source !== undefined && this.#model.reading
      ? this.#summaries
      : undefined;
  }

  #digits(column: number): number | null {
    return this.#model.table.columns[column]?.use.digits ?? null;
  }
}
