/// <reference lib="dom" />
/** The small picture of a column below its name. Bars differ by length alone, so colours need not be told apart. */
import type { ColumnSummary } from "../../protocol/summary.ts";
import { element } from "../page/element.ts";
import { svg } from "../page/svg.ts";
import { valueText } from "../filters/filter-text.ts";
import { figures, share, shortFigures } from "./figures.ts";
import type { Known } from "./summaries.ts";

const barsHigh = 24;
const valuesTold = 2;

/** @param digits as many as are worth showing of fractions; null where all are exact */
export function summaryCell(known: Known, digits: number | null): HTMLElement {
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
