/**
 * The renderer of charts in Vega-Lite and Vega, loaded by the editor into the page that shows outputs when there is one.
 * A chart is data: it loads nothing, and no text of it becomes HTML or code.
 */
import { nextForm } from "../../dataframes/view/page/next-form.ts";
import { ChartView } from "./chart-view.ts";
import { readChart } from "./read-chart.ts";
import { vegaStyle } from "./style.ts";

/** What the editor hands over, as far as it is used. */
interface OutputItem {
  readonly id: string;
  readonly mime: string;
  text(): string;
}

interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement): Promise<void>;
  disposeOutputItem(id?: string): void;
}

/** Called by the editor once for each page of outputs. */
export function activate(): Renderer {
  const style = document.createElement("style");
  style.textContent = vegaStyle;
  document.head.append(style);
  const shown = new Map<string, ChartView>();
  const dispose = (id: string): void => {
    shown.get(id)?.dispose();
    shown.delete(id);
  };
  return {
    async renderOutputItem(item, element) {
      dispose(item.id);
      try {
        const view = new ChartView(readChart(item.mime, item.text()));
        shown.set(item.id, view);
        element.replaceChildren(view.element);
        await view.draw();
      } catch (error) {
        dispose(item.id);
        const why = error instanceof Error ? error.message : String(error);
        throw nextForm(`The chart cannot be drawn: ${why}`, error);
      }
    },
    disposeOutputItem(id) {
      for (const each of id === undefined ? [...shown.keys()] : [id]) dispose(each);
    },
  };
}
