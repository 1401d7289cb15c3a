/** Single values of what is looked at, for the pane that shows them in full. */
import type { FrameModel } from "./frame-model.ts";
import { labelOf } from "../grid/head-cells.ts";
import { readWindow } from "../rows/read-window.ts";
import type { HeldValue } from "../rows/rows.ts";
import type { Place } from "../grid/selection.ts";

/** A cell and what is here of its value. */
export interface CellValue {
  readonly name: string;
  readonly type: string;
  /** Undefined while it is not here. */
  readonly held: HeldValue | undefined;
}

/** Undefined where no column stands. */
export function valueAt(model: FrameModel, { row, column: position }: Place): CellValue | undefined {
  const index = model.arrangement.shown[position];
  const column = index === undefined ? undefined : model.table.columns[index];
  if (index === undefined || column === undefined) return undefined;
  return { name: labelOf(column.name), type: column.type, held: model.at(row, index) };
}

/** All of the value; undefined where nobody can be asked. */
export function wholeAt(
  { source, view, arrangement }: FrameModel,
  { row, column: position }: Place,
  signal: AbortSignal,
): Promise<HeldValue> | undefined {
  const column = arrangement.shown[position];
  if (source === undefined || column === undefined) return undefined;
  return source.ask({ method: "value", view, row, column }, signal).then((answer) => {
    const piece = readWindow(answer, 1).pieces[0];
    if (piece === undefined || piece.rows === 0) throw new Error("The kernel sent no value.");
    return { column: piece.column, row: 0, length: undefined };
  });
}
