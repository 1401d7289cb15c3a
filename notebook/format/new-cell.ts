/** Makes and changes cells. */
import type { Cell, CellKind } from "../model.ts";
import { normalText } from "./cell-text.ts";

/** A cell that is not from a file. */
export function newCell(from: {
  readonly kind: CellKind;
  readonly text: string;
  readonly name?: string | undefined;
  readonly attributes?: ReadonlyMap<string, string> | undefined;
}): Cell {
  const attributes = new Map(from.attributes);
  const named = attributes.get("name");
  attributes.delete("name");
  const name = from.name ?? named;
  return {
    kind: from.kind,
    name: name === "" ? undefined : name,
    attributes,
    text: normalText(from.kind, from.text),
    line: 1,
  };
}

/** The cell with another text. Its old bytes stay with it: writing takes the marker line and the spacing from them. */
export function withText(cell: Cell, text: string): Cell {
  return { ...cell, text: normalText(cell.kind, text) };
}
