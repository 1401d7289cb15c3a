/** Numbers as somebody types them: decimal, with or without an exponent, and never silently another number. */

/** The number, or what is wrong with the text. */
export type ParsedNumber =
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "wrong"; readonly complaint: string; readonly remedy: string };

/** Leading zeros say nothing; hexadecimal digits, separators and `Infinity` are no numbers here. */
export function parseNumber(text: string): ParsedNumber {
  const [, digits] = /^[+-]?(\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.exec(text) ?? [];
  if (digits === undefined) return wrong("is not a number", "Give one such as 100, -2 or 0.5");
  const value = Number(text);
  if (!Number.isFinite(value)) return wrong("is too large a number", "Give one below 1.7e308");
  if (value === 0 && /[1-9]/.test(digits))
    return wrong("is too small a number", "Give 0, or one above 5e-324");
  const kept = keptWhole(text, value);
  if (kept !== undefined)
    return wrong(
      `cannot be kept exactly: it would become ${kept}`,
      "Declare the parameter as string, or give one of at most 15 digits",
    );
  // A minus in front of zero is lost wherever values go as JSON.
  return { kind: "value", value: value === 0 ? 0 : value };
}

/** What becomes of digits that are written out and that a number has no room for; undefined where it keeps them, or writes them so itself. */
export function keptWhole(text: string, value: number): string | undefined {
  const [, digits] = /^[+-]?(\d+)(?:\.\d*)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const kept = Math.trunc(value);
  const [whole, size] = [BigInt(digits), Math.abs(kept)];
  return whole === BigInt(size) || String(whole) === String(size) ? undefined : String(kept);
}

function wrong(complaint: string, remedy: string): ParsedNumber {
  return { kind: "wrong", complaint, remedy };
}
