/**
 * The renderer of charts in Vega-Lite and Vega, loaded by the editor into the page that shows outputs when there is one.
 * A chart is data: it loads nothing, and no text of it becomes HTML or code.
 */
import { nextForm } from "../../dataframes/view/page/next-form.ts";
import { ChartView } from "./chart-view.ts";
import { readChart } from "./read-chart.ts";

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

/** How a chart stands in the page. */
const vegaStyle = `
.pipenb-vega { position: relative; overflow-x: auto; color: var(--vscode-foreground); }
.pipenb-vega .picture { display: inline-block; min-width: 20em; }
.pipenb-vega .picture[data-fill] { display: block; }
.pipenb-vega .picture:focus-visible, .pipenb-vega summary:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
.pipenb-vega .note { color: var(--vscode-errorForeground); }
.pipenb-vega .note:empty { display: none; }
.pipenb-vega .tip { position: fixed; z-index: 20; pointer-events: none; max-width: 30em; padding: 4px 8px; white-space: pre-wrap; overflow-wrap: anywhere;
  color: var(--vscode-editorHoverWidget-foreground); background: var(--vscode-editorHoverWidget-background);
  border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorHoverWidget-border, currentColor)); border-radius: 3px; }
.pipenb-vega .tip:empty { display: none; }
.pipenb-vega summary { cursor: pointer; color: var(--vscode-descriptionForeground); width: max-content; }
.pipenb-vega .data { max-height: 20em; overflow: auto; }
.pipenb-vega table { border-collapse: collapse; }
.pipenb-vega th, .pipenb-vega td { text-align: left; padding: 2px 8px; border-bottom: 1px solid var(--vscode-widget-border, currentColor); }
.pipenb-vega .vega-bindings { margin-top: 4px; }
`;

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
