/** A notebook as the editor's cells and back, so that untouched cells keep their bytes. Free of the editor's API. */
import { newCell, withText } from "../notebook/format/new-cell.ts";
import type { Cell, CellKind, Notebook } from "../notebook/model.ts";

/** The cell that an editor's cell was read from, in a shape that survives JSON: the editor copies it between processes. */
export interface Origin extends Omit<Cell, "attributes"> {
  readonly attributes: readonly (readonly [string, string])[];
}

/** A cell as the editor holds it. */
export interface EditorCell {
  readonly markup: boolean;
  readonly text: string;
  /** undefined for a cell made in the editor. */
  readonly origin: Origin | undefined;
}

/** The cells that the editor shows for a notebook. */
export function toEditorCells(notebook: Notebook): readonly EditorCell[] {
  return notebook.cells.map((cell) => ({
    markup: cell.kind === "markdown",
    text: cell.text,
    origin: { ...cell, attributes: [...cell.attributes] },
  }));
}

/** The notebook with the editor's cells in place of its own. */
export function withEditorCells(notebook: Notebook, cells: readonly EditorCell[]): Notebook {
  return { ...notebook, cells: cells.map(toCell) };
}

/** The editor takes a byte order mark off a text's start: a cell that has lost only that is untouched. */
function asShown(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

function toCell({ markup, text, origin }: EditorCell): Cell {
  if (origin === undefined) return newCell({ kind: markup ? "markdown" : "code", text });
  const cell: Cell = { ...origin, attributes: new Map(origin.attributes) };
  if (markup === (cell.kind === "markdown")) {
    return asShown(text) === asShown(cell.text) ? cell : withText(cell, text);
  }
  const kind: CellKind = markup ? "markdown" : "code";
  return newCell({
    kind,
    text,
    attributes: cell.attributes,
    ...(cell.name === undefined ? {} : { name: cell.name }),
  });
}
