/** The renderer of dataframes, loaded by the editor into the page that shows outputs. */
import { FrameView } from "./frame/frame-view.ts";
import { HostSources } from "./source/host-source.ts";
import { nextForm } from "./page/next-form.ts";
import { PageState } from "./page/page-state.ts";
import { property } from "./page/property.ts";
import type { RendererContext } from "./page/renderer-context.ts";
import { readCut } from "./table/cut-values.ts";
import { shapeOf } from "./table/shape.ts";
import { readTable } from "./table/table.ts";

/** What the editor hands over, as far as it is used. */
interface OutputItem {
  readonly id: string;
  readonly metadata: unknown;
  data(): Uint8Array;
}

interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement): void;
  disposeOutputItem(id?: string): void;
}

/** Called by the editor once for each page of outputs. */
export function activate(context?: RendererContext): Renderer {
  const sources = HostSources.connect(context);
  const state = new PageState(context);
  const shown = new Map<string, FrameView>();
  const dispose = (id: string): void => {
    shown.get(id)?.dispose();
    shown.delete(id);
  };
  return {
    renderOutputItem(item, element) {
      dispose(item.id);
      element.shadowRoot?.replaceChildren(document.createElement("slot"));
      try {
        const about = property(property(item.metadata, "pipenb"), "frame");
        const table = { ...readTable(item.data()), cut: readCut(property(about, "cut")) };
        const id = property(about, "id");
        // Its name in the kernel, where it can be looked into.
        const source = typeof id === "string" ? sources?.source(id) : undefined;
        const shape = shapeOf(item.metadata, table.rows, table.columns.length);
        const view = new FrameView(table, shape, source, state);
        shown.set(item.id, view);
        element.replaceChildren(view.element);
        view.start();
      } catch (error) {
        explain(element, error);
        throw nextForm("The bytes are no Arrow stream.", error);
      }
    },
    disposeOutputItem(id) {
      for (const each of id === undefined ? [...shown.keys()] : [id]) dispose(each);
    },
  };
}

/** Says what is wrong above what the editor will put into the element instead, which replaces all that stands in it. */
function explain(element: HTMLElement, error: unknown): void {
  const note = document.createElement("div");
  note.setAttribute("role", "alert");
  note.style.color = "var(--vscode-errorForeground)";
  note.style.marginBottom = "4px";
  const cause = (error instanceof Error ? error.message : String(error)).replace(/\.+$/, "");
  note.textContent = `This dataframe cannot be shown as a table (${cause}). Run the cell again; until then, here is its other form:`;
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  root.replaceChildren(note, document.createElement("slot"));
}
