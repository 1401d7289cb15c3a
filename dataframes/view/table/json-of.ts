/** JSON for readers: integers of any size stay exact, and NaN and infinities say what they are. Pure. */

/** In one line, or over several lines when an indent is given; `strict` is for programs: NaN and infinities are text. */
export function jsonOf(value: unknown, indent = "", strict = false): string {
  return written(value, { indent, strict }, "\n");
}

interface Form {
  readonly indent: string;
  readonly strict: boolean;
}

function written(value: unknown, form: Form, line: string): string {
  const { indent, strict } = form;
  if (value === null || value === undefined) return "null";
  if (typeof value === "number" && strict && !Number.isFinite(value)) return `"${String(value)}"`;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value !== "object") return JSON.stringify(value);
  const inner = line + indent;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    // SAFETY: arrays and the typed arrays of columns are iterable.
    const items = Array.from(value as Iterable<unknown>, (item) => written(item, form, inner));
    return enclosed("[", items, "]", indent, line);
  }
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${written(item, form, inner)}`,
  );
  return enclosed("{", members, "}", indent, line);
}

function enclosed(
  open: string,
  parts: readonly string[],
  close: string,
  indent: string,
  line: string,
): string {
  if (indent === "" || parts.length === 0) return `${open}${parts.join(", ")}${close}`;
  return `${open}${line}${indent}${parts.join(`,${line}${indent}`)}${line}${close}`;
}
