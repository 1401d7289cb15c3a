/** What the grid and the line above it show of a frame's model. */
import type { FrameModel } from "./frame-model.ts";
import type { GridContent } from "../grid/grid-cells.ts";
import type { HeadNotes } from "../grid/head-cells.ts";
import { shapeLine } from "../table/shape.ts";
import type { Shape } from "../table/shape.ts";
import { countLine } from "../bar/count-line.ts";

/** @param head what stands below the names */
export function contentOf(model: FrameModel, shape: Shape, head: Pick<HeadNotes, "summary">): GridContent {
  const { arrangement, view, source, table, count, lost } = model;
  const { rows } = shape;
  return {
    columns: table.columns,
    arrangement,
    rows: model,
    told: source === undefined || lost ? { known: rows ?? table.rows, exact: rows !== null } : count,
    notes: { view, active: source !== undefined, ...head },
  };
}

/** How many rows and columns, of how many. */
export function lineOf(
  { source, count, all, filtered, arrangement, choice, lost }: FrameModel,
  shape: Shape,
): string {
  if (source === undefined || lost) return shapeLine(shape);
  const columns = arrangement.shown.length;
  return countLine({ view: count, all, filtered, columns, hidden: choice.hidden.size });
}
