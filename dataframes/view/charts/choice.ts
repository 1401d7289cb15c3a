/** Which pictures can be asked for, of which columns. Pure. */
import type { Aggregate, Chart } from "../../protocol/chart.ts";
import type { ColumnRole, DataframeColumn } from "../../protocol/reply.ts";

export type Kind = Chart["kind"];

/** What the person has chosen; how much of it is drawn is not theirs to say. */
export type Choice = Omit<Chart, "most">;

/** A chart that can be asked for, with what each choice offers. Columns are positions. */
export interface Offer {
  readonly kinds: readonly Kind[];
  readonly x: readonly number[];
  /** Empty where the chart has no such choice. */
  readonly y: readonly number[];
  readonly color: readonly number[];
  readonly aggregates: readonly Aggregate[];
}

/** In the order they are offered. */
export const kinds: readonly Kind[] = ["line", "bar", "histogram", "scatter"];
/** As above. */
export const aggregates: readonly Aggregate[] = ["count", "mean", "sum", "median", "min", "max"];

const rolesOfX: Readonly<Record<Kind, readonly ColumnRole[]>> = {
  line: ["time", "number"],
  bar: ["text", "boolean", "number", "time"],
  histogram: ["number"],
  scatter: ["number", "time"],
};

/** So many bars, points per series, bins or dots are drawn at most. */
export const mostOf: Readonly<Record<Kind, number>> = { bar: 25, line: 400, histogram: 40, scatter: 4_000 };

/** One more bar than is drawn, which tells whether there are more; each with its parts in colours, where there are some. */
export function mostToAskFor({ kind, color }: Choice): number {
  const parts = 16;
  return kind === "bar" ? (mostOf.bar + 1) * (color === undefined ? 1 : parts) : mostOf[kind];
}

/** Everything that can be chosen beside what is chosen. */
export function offerFor(choice: Choice, columns: readonly DataframeColumn[]): Offer {
  const { kind, aggregate } = choice;
  const numbers = withRole(columns, ["number"]);
  const x = withRole(columns, rolesOfX[kind]);
  const aggregated = kind === "bar" || kind === "line";
  return {
    kinds: kinds.filter((each) => canBe(each, columns)),
    x,
    y: kind === "scatter" || (aggregated && aggregate !== "count") ? numbers : [],
    color: withRole(columns, ["text", "boolean", "number"]).filter((column) => column !== choice.x),
    aggregates: aggregated ? (numbers.length === 0 ? ["count"] : aggregates) : [],
  };
}

/** The nearest choice that makes sense, or undefined where no column can be drawn. */
export function corrected(choice: Choice, columns: readonly DataframeColumn[]): Choice | undefined {
  const offered = offerFor(choice, columns).kinds;
  const kind = offered.includes(choice.kind) ? choice.kind : offered[0];
  if (kind === undefined) return undefined;
  const { aggregates: known } = offerFor({ ...choice, kind }, columns);
  const aggregate = known.length === 0 || known.includes(choice.aggregate) ? choice.aggregate : "count";
  const offer = offerFor({ ...choice, kind, aggregate }, columns);
  const x = offer.x.includes(choice.x) ? choice.x : offer.x[0];
  if (x === undefined) return undefined;
  const keptY =
    choice.y !== undefined && offer.y.includes(choice.y) && (kind !== "scatter" || choice.y !== x);
  const y = keptY ? choice.y : (offer.y.find((column) => column !== x) ?? offer.y[0]);
  const color = choice.color !== undefined && choice.color !== x ? choice.color : undefined;
  return {
    kind,
    x,
    aggregate,
    ...(y === undefined ? {} : { y }),
    ...(color === undefined ? {} : { color }),
  };
}

function canBe(kind: Kind, columns: readonly DataframeColumn[]): boolean {
  if (!columns.some(({ role }) => rolesOfX[kind].includes(role))) return false;
  if (kind !== "scatter") return true;
  return withRole(columns, ["number"]).length > 0 && withRole(columns, rolesOfX.scatter).length > 1;
}

function withRole(columns: readonly DataframeColumn[], roles: readonly ColumnRole[]): number[] {
  return columns.flatMap(({ role }, column) => (roles.includes(role) ? [column] : []));
}
