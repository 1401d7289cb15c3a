/** Where in its own text a cell failed, read from its error output. Free of the editor's API. */
import * as z from "zod";
import { cellReferences } from "../../protocol/cell-reference.ts";

const ErrorSchema = z.object({
  name: z.string().default("Error"),
  message: z.string().default(""),
  stack: z.string().default(""),
});

/** Line and column are 1-based. */
export interface CellFailure {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

const longestMessage = 500;

/** The innermost place of the trace in the cell that ran as `executionCount`; undefined when it names none. */
export function readFailure(error: Uint8Array, executionCount: number): CellFailure | undefined {
  const { name, message, stack } = ErrorSchema.parse(JSON.parse(new TextDecoder().decode(error)));
  const found = [...stack.matchAll(cellReferences)].find(([, count]) => Number(count) === executionCount);
  if (found === undefined) return undefined;
  const [, , line, column] = found;
  return {
    message: `${name}: ${message}`.slice(0, longestMessage),
    line: Number(line),
    column: Number(column),
  };
}
