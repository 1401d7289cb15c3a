import type { Problem } from "../../notebook/model.ts";

/** Problems in words, for a message: where, what and what to do. */
export function problemLines(problems: readonly Problem[]): string {
  return problems
    .map(({ line, message, remedy }) => `Line ${line}: ${message}${remedy === undefined ? "" : ` ${remedy}`}`)
    .join("\n");
}
