/** A picture of a dataframe, as it is asked of the kernel: what is aggregated there and drawn elsewhere. */
import * as z from "zod";
import { ColumnSchema } from "./view.ts";

const AggregateSchema = z.enum(["count", "sum", "mean", "median", "min", "max"]);
export type Aggregate = z.infer<typeof AggregateSchema>;

export const ChartSchema = z.object({
  /** `bar`: y per value of x, the most frequent values first; `line`: y over x in order; `histogram`: rows per bin of x;
   * `scatter`: x against y of single rows, a sample where there are many. */
  kind: z.enum(["bar", "line", "histogram", "scatter"]),
  x: ColumnSchema,
  /** Not needed for a histogram, nor where rows are counted. */
  y: ColumnSchema.optional(),
  /** One series per value of this column, of the most frequent ones. */
  color: ColumnSchema.optional(),
  aggregate: AggregateSchema,
  /** At most so many bars, points per series, bins or dots. */
  most: z.number().int().positive().max(20_000),
});
export type Chart = z.infer<typeof ChartSchema>;

/**
 * What is drawn. The Arrow stream that comes with it has the columns `x` (the column's own type; the lower end of a bin or
 * bucket), `x2` (its upper end, for bins), `y` (number) and `color` (text), the last two where they were asked for.
 * Buckets begin at round numbers, and at full hours, days, Mondays, months or years in UTC. A line in buckets has a point in
 * each of them: without rows its count is 0, and every other y is missing.
 */
export const ChartResultSchema = z.object({
  /** Rows that went into it. */
  rows: z.number().int(),
  /** True when `x` was put into buckets, or only a sample of the rows is there. */
  reduced: z.boolean(),
});
export type ChartResult = z.infer<typeof ChartResultSchema>;
