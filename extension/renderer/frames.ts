/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The renderer of dataframes, loaded by the editor into the page that shows outputs. */
import { FrameView } from "./frame-view.ts";
import { shapeOf } from "./shape.ts";
import { readTable } from "./table.ts";

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
export function activate(): Renderer {
  const shown = new Map<string, FrameView>();
  const troubles = new WeakMap<HTMLElement, HTMLElement>();
  const dispose = (id: string): void => {
    shown.get(id)?.dispose();
    shown.delete(id);
  };
  return {
    renderOutputItem(item, element) {
      dispose(item.id);
      troubles.get(element)?.remove();
      try {
        const table = readTable(item.data());
        const view = new FrameView(table, shapeOf(item.metadata, table.rows, table.columns.length));
        shown.set(item.id, view);
        element.replaceChildren(view.element);
      } catch (error) {
        const note = troubleNote(error);
        troubles.set(element, note);
        element.before(note);
        throw fallback(error);
      }
    },
    disposeOutputItem(id) {
      for (const each of id === undefined ? [...shown.keys()] : [id]) dispose(each);
    },
  };
}

/** Stands above what the editor shows instead. */
function troubleNote(error: unknown): HTMLElement {
  const note = document.createElement("div");
  note.setAttribute("role", "alert");
  note.style.color = "var(--vscode-errorForeground)";
  note.textContent = `This dataframe cannot be shown as a table: ${String(error)}. Run the cell again; until then, here is its other form.`;
  return note;
}

/** By this name the editor knows that it should show the output's next form. */
function fallback(cause: unknown): Error {
  const error = new Error("The bytes are no Arrow stream.", { cause });
  error.name = "vscode.fallbackToNextRenderer";
  return error;
}
