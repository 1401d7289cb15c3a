/** What reading the parameters cell has found, at places of the cell's text. */
import type { Parameter } from "./parameter.ts";

/** What is wrong, and where in the cell's text. */
export interface Finding {
  readonly at: number;
  readonly message: string;
  readonly remedy: string;
  /** "error" when absent. */
  readonly severity?: "warning";
}

/** A parameter, and where its name stands in the cell's text. */
export interface Declared {
  readonly parameter: Parameter;
  readonly at: number;
}
