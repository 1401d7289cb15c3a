/** How values are compared that are written in several ways. */
import type { ContractType, ContractValue } from "../../support/frame-engine/contract-column.ts";
import { instantText } from "../../support/frame-engine/read-back.ts";

export const times: readonly ContractType[] = ["timestamp", "instant", "zoned"];

/** Points in time are compared as such, however they are written. */
export function instantOf(type: ContractType, text: string | null | undefined): string | null {
  return times.includes(type) ? instantText(text) : (text ?? null);
}

/** A single value as text, in lower case. */
export function lower(value: ContractValue): string {
  return typeof value === "object" ? "" : String(value).toLowerCase();
}

/** Values as files of different kinds and writers have them. */
export function normal(type: ContractType, text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  if (type === "float64" || type === "decimal") return String(Number(text));
  return type === "list" || type === "struct" ? JSON.stringify(JSON.parse(text)) : instantOf(type, text);
}
