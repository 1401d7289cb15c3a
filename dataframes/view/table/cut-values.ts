/** Which values came only in part. Pure. */
import { property } from "../page/property.ts";

/** Lengths of the whole values, in characters or bytes, by column and then by row of what came. */
export type CutValues = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** @param told a list of `{column, row, length}`, if it is one */
export function readCut(told: unknown): CutValues {
  const cuts = new Map<number, Map<number, number>>();
  for (const each of Array.isArray(told) ? told : []) {
    const [column, row, length] = ["column", "row", "length"].map((name) => property(each, name));
    if (typeof column !== "number" || typeof row !== "number" || typeof length !== "number") continue;
    const ofColumn = cuts.get(column) ?? new Map<number, number>();
    cuts.set(column, ofColumn.set(row, length));
  }
  return cuts;
}
