import { plus } from "./plus.ts";

export type Row = number;

export function sum(rows: Row[]): number {
  return rows.reduce(plus, 0);
}
