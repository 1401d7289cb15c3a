/** What is told about a column in a few figures, over all rows of a view. */
import * as z from "zod";

/** Values are text as in filters. */
export const ColumnSummarySchema = z.object({
  column: z.number().int(),
  /** Rows, with those that have no value. */
  count: z.number().int(),
  nulls: z.number().int(),
  /** Of floating-point columns. */
  nans: z.number().int().optional(),
  /** Different values, missing ones and NaN not counted; null where that is not known (nested values). */
  distinct: z.number().int().nullable(),
  /** False for an estimate. */
  distinctExact: z.boolean().default(true),
  min: z.string().optional(),
  max: z.string().optional(),
  mean: z.number().optional(),
  standardDeviation: z.number().optional(),
  /** A quarter, half and three quarters of the values are at most these. */
  quartiles: z.tuple([z.string(), z.string(), z.string()]).optional(),
  /** They are those of a sample: some engines take one of more than 200,000 rows. */
  quartilesSampled: z.literal(true).optional(),
  /**
   * Of numbers, days and instants; `edges` has one more than `counts`. Bins are equal: of days, and of numbers that are all
   * whole (decimals aside), one for each value from min to max if these are at most {@link summaryBins}, so that `edges`
   * end with max + 1; else so many from min to max, and max itself counts in the last one.
   */
  histogram: z.object({ edges: z.array(z.string()), counts: z.array(z.number().int()) }).optional(),
  /** Of text and booleans: the most frequent values, most frequent first; where there are too many to count them all, the
   * most frequent ones of those that are frequent in a sample. Their counts are of all rows. */
  top: z.array(z.object({ value: z.string(), count: z.number().int() })).optional(),
});
export type ColumnSummary = z.infer<typeof ColumnSummarySchema>;
