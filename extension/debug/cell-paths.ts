/**
 * The paths that debuggers know cells by: a debugger wants the path of a file, and a cell is none. Free of the editor's API.
 */
import { createHash } from "node:crypto";

/** A cell of an open notebook. */
export interface CellAddress {
  /** Of the cell's document, as text. */
  readonly uri: string;
  /** What the editor shows for it where it has no more room. */
  readonly label: string;
}

const folder = "/pipenb-cells";

/** The path of a cell: the same as long as the notebook is open, and made of letters that every URL and path may have. */
export function cellPath(uri: string): string {
  const [notebook = "", fragment = ""] = uri.split("#");
  const name = createHash("sha256").update(notebook).digest("hex").slice(0, 12);
  return `${folder}/${name}/${decodeURIComponent(fragment).replaceAll(/\W/g, "")}.ts`;
}

/** Whether a path is one of {@link cellPath}. */
export function isCellPath(path: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** Finds the cells behind paths, among those of the open notebooks. */
export class CellPaths {
  readonly #open: () => Iterable<CellAddress>;
  /** By URI: paths are dear to make, and asked for with every frame of a stack. */
  readonly #made = new Map<string, string>();

  /** @param open every cell of every open notebook */
  constructor(open: () => Iterable<CellAddress>) {
    this.#open = open;
  }

  /** The cell of a path; undefined when its notebook is closed or the cell is gone. */
  cellAt(path: string): CellAddress | undefined {
    if (!isCellPath(path)) return undefined;
    for (const cell of this.#open()) {
      const made = this.#made.get(cell.uri) ?? cellPath(cell.uri);
      this.#made.set(cell.uri, made);
      if (made === path) return cell;
    }
    return undefined;
  }
}
