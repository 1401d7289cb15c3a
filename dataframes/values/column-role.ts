/**
 * What a column is, by the type its values travel as: one table for the engines, which tell it of whole frames, and for the
 * page, which tells it of rows that came.
 */
import { Type } from "@uwdata/flechette";
import type { ColumnRole } from "../protocol/reply.ts";

const roles: Readonly<Partial<Record<number, ColumnRole>>> = {
  [Type.Null]: "null",
  [Type.Int]: "number",
  [Type.Float]: "number",
  [Type.Decimal]: "number",
  [Type.Bool]: "boolean",
  [Type.Date]: "time",
  [Type.Timestamp]: "time",
  // They are told from one another and sorted, but are no points in time: nothing is drawn along them.
  [Type.Time]: "text",
  [Type.Duration]: "text",
  [Type.Interval]: "text",
  [Type.Utf8]: "text",
  [Type.LargeUtf8]: "text",
  [Type.Utf8View]: "text",
  [Type.Binary]: "bytes",
  [Type.LargeBinary]: "bytes",
  [Type.BinaryView]: "bytes",
  [Type.FixedSizeBinary]: "bytes",
};

/** Of a type by Arrow's number; that of a dictionary is its values'. All other types hold several values in one. */
export function roleOfType(typeId: number): ColumnRole {
  return roles[typeId] ?? "nested";
}
