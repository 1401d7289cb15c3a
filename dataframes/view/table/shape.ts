/** The line that says how large the frame is and how much of it is here. Pure. */
import { property } from "../page/property.ts";

/** Of the whole frame; `rows` is null when nobody has counted them. */
export interface Shape {
  readonly rows: number | null;
  readonly columns: number;
  readonly shown: number;
}

/** The kernel's figures from an output's metadata, or those of the rows that came. */
export function shapeOf(metadata: unknown, rows: number, columns: number): Shape {
  const frame = property(property(metadata, "pipenb"), "frame");
  const told = property(frame, "rows");
  const all = told === null || (typeof told === "number" && told >= rows) ? told : rows;
  return { rows: all, columns, shown: rows };
}

/** `1,461 rows × 6 columns, first 1,000 shown`. */
export function shapeLine({ rows, columns, shown }: Shape): string {
  const known = rows === null ? `at least ${plural(shown, "row")}` : plural(rows, "row");
  const part = rows === shown ? "" : `, first ${grouped(shown)} shown`;
  return `${known} × ${plural(columns, "column")}${part}`;
}

/** `1,000`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1,000 rows`, `1 row`. */
export function plural(count: number, word: string): string {
  return `${grouped(count)} ${word}${count === 1 ? "" : "s"}`;
}
