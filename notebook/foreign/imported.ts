/** What reading a notebook that is no `.pipenb` gives. */
import type { Notebook, Problem } from "../model.ts";

/** What could not be taken over as it was, and what to do about it. */
export interface ImportFinding {
  readonly message: string;
  readonly remedy: string;
  /** Index of the cell it is about; undefined for the notebook as a whole. */
  readonly cell?: number;
  /** True where the cell cannot run before it is changed. */
  readonly stops?: boolean;
  /** UTF-16 offset in that cell's text. */
  readonly at?: number;
}

/** A notebook that was read. */
export interface Imported {
  readonly notebook: Notebook;
  readonly findings: readonly ImportFinding[];
}

/** The notebook, or the place of the file at which it is none. */
export type ImportResult =
  | ({
      readonly kind: "notebook";
      /** Whether pipenb itself wrote the file: then its cells are a `.pipenb`'s, however they were edited since. */
      readonly isOwn: boolean;
    } & Imported)
  | { readonly kind: "failed"; readonly problem: Problem };
