/** Notebooks for tests, from short texts. */
import { FrontMatterSchema } from "../../notebook/front-matter.ts";
import type { Cell, CellKind, Notebook } from "../../notebook/model.ts";

/** One cell in short. */
export interface ShortCell {
  readonly kind?: CellKind;
  readonly name?: string;
  readonly text: string;
}

/** A notebook of these cells; each cell's text starts two lines below the end of the one before. */
export function notebookOf(cells: readonly (ShortCell | string)[], frontMatter: object = {}): Notebook {
  let line = 4;
  return {
    frontMatter: FrontMatterSchema.parse({ pipenb: 1, ...frontMatter }),
    eol: "\n",
    cells: cells.map((short): Cell => {
      const { kind = "code", name, text } = typeof short === "string" ? { text: short } : short;
      const cell: Cell = { kind, name, attributes: new Map(), text, line };
      line += text.split("\n").length + 2;
      return cell;
    }),
  };
}
