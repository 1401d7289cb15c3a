/** Names a cell, makes it the parameters cell or a plain one: what stands on its marker line in the file. Free of the editor's API. */
import { newCell } from "../../notebook/format/new-cell.ts";
import type { Origin } from "../cell-data.ts";

/** A code cell of the editor: its text, and where it came from. */
export interface RoleCell {
  readonly text: string;
  /** undefined for a cell made in the editor. */
  readonly origin: Origin | undefined;
}

/** The cell's data with another name; undefined or "" takes the name away. */
export function renamed(cell: RoleCell, name: string | undefined): Origin {
  return { ...originOf(cell), name: name === "" ? undefined : name };
}

/** The cell's data as the parameters cell, or as a plain one where it is that already. */
export function withParametersToggled(cell: RoleCell): Origin {
  const origin = originOf(cell);
  return { ...origin, kind: origin.kind === "parameters" ? "code" : "parameters" };
}

function originOf({ text, origin }: RoleCell): Origin {
  if (origin !== undefined) return origin;
  const cell = newCell({ kind: "code", text });
  return { ...cell, attributes: [...cell.attributes] };
}

/** What is wrong with a name; `taken` are the other cells' names. */
export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (taken.includes(name)) return `Another cell is called ${name}. Names of cells are unique.`;
  if (/[\r\n]/.test(name)) return "A name is one line.";
  return undefined;
}
