/** What a mark tells when it is pointed at, as lines of text. */
export function tipText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object" || Array.isArray(value)) return shortOf(value);
  return Object.entries(value)
    .map(([name, each]) => `${name}: ${shortOf(each)}`)
    .join("\n");
}

/** A value in a cell of the chart's data. */
export function shortOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  try {
    return JSON.stringify(value);
  } catch {
    return "…"; // Rows of a chart may hold each other.
  }
}
