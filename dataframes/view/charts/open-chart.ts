/** The chart of a dataframe; a chunk of its own, loaded when somebody asks for it. */
import type { DataframeColumn } from "../../protocol/reply.ts";
import type { View } from "../../protocol/view.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import { ChartTab } from "./chart-tab.ts";

/** What a chart is made of. */
export interface ChartInput {
  readonly columns: readonly DataframeColumn[];
  readonly view: View;
  readonly source: DataframeSource;
}

/** A chart in the page, until it is disposed of. */
export interface OpenChart {
  /** Draws these rows from now on. */
  update(view: View): void;
  dispose(): void;
}

/** Draws a chart into the element, which it may style and fill as it likes. */
export function openChart(element: HTMLElement, input: ChartInput): OpenChart {
  const tab = new ChartTab(input.columns, input.view, input.source);
  element.replaceChildren(tab.element);
  return {
    update: (view) => {
      tab.update(view);
    },
    dispose: () => {
      tab.dispose();
    },
  };
}
