/** The picture that is drawn before anybody has chosen one. Pure. */
import type { ColumnRole, DataframeColumn } from "../../protocol/reply.ts";
import type { ColumnSummary } from "../../protocol/summary.ts";
import type { Choice } from "./choice.ts";

/** More values than this make no good categories. */
const fewValues = 40;
const called =
  /^(id|ids|index|idx|key|uuid|guid|row|rowid|rownum|n?r)$|[_\s-](id|key|uuid|index)$|[a-z]I[dD]$/i;

/** Columns that name rows, or that are the same everywhere, come last. Summaries are those that are known. */
export function firstChoice(
  columns: readonly DataframeColumn[],
  summaries: readonly ColumnSummary[],
): Choice | undefined {
  const summaryOf = new Map(summaries.map((summary) => [summary.column, summary]));
  const best = (roles: readonly ColumnRole[], dull: boolean): number[] =>
    columns.flatMap((column, index) =>
      roles.includes(column.role) && (dull || !isDull(column, summaryOf.get(index))) ? [index] : [],
    );
  const categories = best(["text", "boolean"], false).sort(
    (left, right) => many(summaryOf.get(left)) - many(summaryOf.get(right)),
  );
  return (
    chosen(best(["time"], false), best(["number"], false), categories) ??
    chosen(best(["time"], true), best(["number"], true), best(["text", "boolean"], true))
  );
}

function chosen(
  [time]: readonly number[],
  [number, second]: readonly number[],
  [category]: readonly number[],
): Choice | undefined {
  if (time !== undefined)
    return number === undefined
      ? { kind: "line", x: time, aggregate: "count" }
      : { kind: "line", x: time, y: number, aggregate: "mean" };
  if (number !== undefined) {
    if (category !== undefined) return { kind: "bar", x: category, y: number, aggregate: "mean" };
    if (second !== undefined) return { kind: "scatter", x: number, y: second, aggregate: "mean" };
    return { kind: "histogram", x: number, aggregate: "count" };
  }
  return category === undefined ? undefined : { kind: "bar", x: category, aggregate: "count" };
}

/** The columns worth asking about before the first picture: some of each role. */
export function columnsToAskAbout(columns: readonly DataframeColumn[]): number[] {
  const perRole = 8;
  const seen = new Map<ColumnRole, number>();
  return columns.flatMap(({ role }, column) => {
    if (role !== "text" && role !== "boolean" && role !== "number" && role !== "time") return [];
    const before = seen.get(role) ?? 0;
    seen.set(role, before + 1);
    return before < perRole ? [column] : [];
  });
}

function isDull({ name, role }: DataframeColumn, summary: ColumnSummary | undefined): boolean {
  if (role !== "time" && called.test(name.trim())) return true;
  if (summary === undefined) return false;
  const { distinct, count, nulls, min, max } = summary;
  const values = count - nulls;
  if (values === 0) return true;
  if (distinct === null || values === 1) return false;
  if (distinct <= 1) return true;
  if (role === "text") return distinct > 20 && distinct > values / 2;
  // Whole numbers of which each stands once and none is left out count rows.
  const span = Number(max) - Number(min) + 1;
  return role === "number" && values > 2 && distinct === values && span === values && wholeNumber(min);
}

function many(summary: ColumnSummary | undefined): number {
  return (summary?.distinct ?? 0) > fewValues ? 1 : 0;
}

function wholeNumber(text: string | undefined): boolean {
  return text !== undefined && /^-?\d+(\.0+)?$/.test(text);
}
