/**
 * A notebook as the editor's cells and back, so that untouched cells keep their bytes. The front matter is a cell of the editor's, and
 * none of the notebook's. Free of the editor's API.
 */
import { frontMatterText, withFrontMatterText } from "../notebook/format/front-matter-text.ts";
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
  /** Its text is the YAML of the front matter. */
  readonly isFrontMatter?: boolean;
}

/** The cells that the editor shows for a notebook: its front matter first, where it has one. */
export function toEditorCells(notebook: Notebook): readonly EditorCell[] {
  const frontMatter = frontMatterText(notebook);
  const cells = notebook.cells.map((cell) => ({
    markup: cell.kind === "markdown",
    text: cell.text,
    origin: { ...cell, attributes: [...cell.attributes] },
  }));
  if (frontMatter === undefined) return cells;
  return [{ markup: false, text: frontMatter, origin: undefined, isFrontMatter: true }, ...cells];
}

/** The notebook with the editor's cells in place of its own. The first front matter, wherever it stands, is the notebook's. */
export function withEditorCells(notebook: Notebook, cells: readonly EditorCell[]): Notebook {
  const frontMatter = cells.find(({ isFrontMatter }) => isFrontMatter === true);
  const others = cells.filter((cell) => cell !== frontMatter);
  return { ...withFrontMatterText(notebook, frontMatter?.text), cells: others.map(toCell) };
}

/** The editor takes a byte order mark off a text's start: a cell that has lost only that is untouched. */
function asShown(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

/** A second front matter is kept as text to read: a notebook has one. */
const quoted = (yaml: string): string => `\`\`\`yaml\n${yaml}\n\`\`\``;

function toCell({ markup, text, origin, isFrontMatter }: EditorCell): Cell {
  if (isFrontMatter === true) return newCell({ kind: "markdown", text: quoted(text) });
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
