/** What the list of variables says about one. Free of the editor's API. */
import type { Variable } from "../../protocol/variables.ts";

export interface VariableRow {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** Name of an icon of the editor. */
  readonly icon: string;
}

const icons: Readonly<Record<string, string>> = {
  number: "symbol-number",
  bigint: "symbol-number",
  string: "symbol-string",
  boolean: "symbol-boolean",
  function: "symbol-function",
  null: "circle-slash",
  undefined: "circle-slash",
};

/** The row of a variable. */
export function variableRow({ name, type, shape, preview }: Variable): VariableRow {
  const kind = shape === undefined ? type : `${type} ${wordsFor(shape)}`;
  return {
    label: name,
    description: `${kind} — ${preview}`,
    tooltip: `${name}: ${kind}\n${preview}`,
    icon:
      icons[type] ?? (shape === undefined ? "symbol-object" : shape.length > 1 ? "table" : "symbol-array"),
  };
}

/** `1461 × 6`; what only reading on would tell is a question mark. */
function wordsFor(shape: readonly (number | null)[]): string {
  return `(${shape.map((extent) => extent ?? "?").join(" × ")})`;
}
