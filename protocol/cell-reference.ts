/** How a trace names a place in a cell whose place in the file is not known, and how a client finds it there. */

/** A place in the cell that ran as `executionCount`; line and column are 1-based, in the cell's own text. */
export interface CellReference {
  readonly executionCount: number;
  readonly name: string | undefined;
  readonly line: number;
  readonly column: number;
}

/** `cell [3] "clean":2:7`. */
export function tellCell({ executionCount, name, line, column }: CellReference): string {
  return `cell [${executionCount}]${name === undefined ? "" : ` "${name}"`}:${line}:${column}`;
}

/** Matches what `tellCell` writes; groups: execution count, line, column. */
export const cellReferences = /\bcell \[(\d+)\](?: "[^"\n]*")?:(\d+):(\d+)/g;
