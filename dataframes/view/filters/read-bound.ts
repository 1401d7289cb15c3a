/** What a person typed as the end of a range, as the kernel wants it. Pure. */
import { formatInstant } from "../../values/format-instant.ts";
import type { BoundKind } from "../table/column-role.ts";

/** The value, or what is wrong with it. */
export type ReadBound = { readonly value: string } | { readonly problem: string };

const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const instant = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** How such a value looks. */
export function boundExample(bound: BoundKind): string {
  switch (bound.kind) {
    case "integer":
      return "42";
    case "number":
      return "12.5";
    case "day":
      return "2022-02-05";
    case "instant":
      return "2022-02-05 10:00";
  }
}

/** @param typed not empty */
export function readBound(bound: BoundKind, typed: string): ReadBound {
  const text = typed.trim();
  switch (bound.kind) {
    case "integer":
      return /^[+-]?[\d,_]*\d$/.test(text) ? { value: digits(text) } : problem("a whole number", bound);
    case "number":
      return /^[+-]?(\d[\d,_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
        ? { value: digits(text) }
        : problem("a number", bound);
    case "day":
      return isDay(text) ? { value: text } : problem("a day", bound);
    case "instant":
      return readInstant(text, bound.zone) ?? problem("a day, or a day and a time", bound);
  }
}

function problem(wanted: string, bound: BoundKind): ReadBound {
  return { problem: `Not ${wanted}, for example ${boundExample(bound)}` };
}

function digits(text: string): string {
  return text.replaceAll(/[,_]/g, "").replace(/^\+/, "");
}

function isDay(text: string): boolean {
  const [, year, month, date] = day.exec(text) ?? [];
  const read = new Date(`${text}T00:00:00Z`);
  return (
    year !== undefined &&
    read.getUTCFullYear() === Number(year) &&
    read.getUTCMonth() + 1 === Number(month) &&
    read.getUTCDate() === Number(date)
  );
}

function readInstant(text: string, zone: string | null): ReadBound | undefined {
  const [, date, clock = "00:00", rest = ":00", offset] = instant.exec(text) ?? [];
  if (date === undefined || !isDay(date)) return undefined;
  const whole = `${date}T${clock}${rest}`;
  const at = Date.parse(`${date}T${clock}${rest.slice(0, 3)}Z`);
  if (Number.isNaN(at)) return undefined;
  if (zone === null)
    return offset === undefined ? { value: whole } : { problem: "This column has no time zone" };
  if (offset === undefined) return { value: written(at - offsetAt(at, zone), rest) };
  if (offset.toUpperCase() === "Z") return { value: `${whole}Z` };
  return { value: written(at - offsetOf(offset), rest) };
}

/** A time in milliseconds with the fraction of the second that was typed. */
function written(at: number, rest: string): string {
  return `${new Date(at).toISOString().slice(0, 19)}${rest.slice(3)}Z`;
}

/** Of the zone when its clocks show this time, in milliseconds. */
function offsetAt(local: number, zone: string): number {
  const offset = (at: number): number =>
    offsetOf(/(?:Z|[+-]\d{2}:\d{2})$/.exec(formatInstant(BigInt(at), 3, zone))?.[0] ?? "Z");
  // The offset at the local time taken as UTC is right but for hours around a change of clocks.
  return offset(local - offset(local));
}

function offsetOf(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? [];
  return sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60_000 : 60_000);
}
