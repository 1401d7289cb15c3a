/**
 * The document: what a `.pipenb` file says, without outputs, counters or ids.
 * Lines are 1-based lines of the file, columns 1-based UTF-16 columns.
 */
import type { FrontMatter } from "./front-matter.ts";

/** What a cell is for. The parameters cell declares the pipeline's parameters; a notebook has at most one. */
export type CellKind = "code" | "markdown" | "parameters";

/** A place in the file and what is wrong there; `remedy` says what to do next. */
export interface Problem {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly remedy?: string;
  /** 1-based line of the file. */
  readonly line: number;
  /** 1-based column. */
  readonly column: number;
}

/** One cell. */
export interface Cell {
  readonly kind: CellKind;
  /** `name=` of the marker line, unique among cells; undefined when the cell has none. */
  readonly name: string | undefined;
  /** The marker line's other `key=value` attributes, in their order, values unquoted. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The cell's text: TypeScript without blank lines at its end, or Markdown with its `// ` comment prefixes taken off. Lines end in "\n", no last newline. */
  readonly text: string;
  /** 1-based line of the file on which `text` starts, as it was read; 1 for a cell made by hand. */
  readonly line: number;
  /**
   * The cell's bytes as they stood in the file, marker line and blank lines after it included; absent for a cell made by hand.
   * Written back untouched while they say what the other fields say; else the marker line and the spacing are taken from them.
   */
  readonly source?: string;
}

/** A whole notebook. */
export interface Notebook {
  readonly frontMatter: FrontMatter;
  /**
   * The file's bytes before the first cell (front matter block and all). Written back untouched while they say what `frontMatter` says;
   * else the block is edited in place.
   */
  readonly head?: string;
  /** "\r\n" when the file uses it, else "\n"; for cells made by hand. */
  readonly eol: "\n" | "\r\n";
  readonly cells: readonly Cell[];
}

/** What parsing gives: always the best notebook that could be read, and what was wrong with the file. */
export interface Parsed {
  readonly notebook: Notebook;
  /** Empty for a sound file. Any "error" means the notebook must not be run or exported. */
  readonly problems: readonly Problem[];
}
