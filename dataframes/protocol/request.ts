/** What a client asks about a dataframe that the kernel holds; it travels in `comm_msg` messages of the target in comm-target.ts. */
import * as z from "zod";
import { ChartSchema } from "./chart.ts";
import { ColumnSchema, ViewSchema } from "./view.ts";

const columns = z.array(ColumnSchema).max(20_000).readonly();

/** How a frame is written to a file. */
export const ExportFormatSchema = z.enum(["csv", "parquet", "arrow"]);
export type ExportFormat = z.infer<typeof ExportFormatSchema>;

const QuestionSchema = z.discriminatedUnion("method", [
  /** Gives a {@link DataframeDescription}. */
  z.object({ method: z.literal("describe") }),
  /** Gives a {@link WindowResult} and an Arrow stream of these rows and columns. */
  z.object({
    method: z.literal("window"),
    view: ViewSchema,
    offset: z.number().int().nonnegative(),
    limit: z.number().int().nonnegative().max(10_000),
    columns,
  }),
  /** Gives `{ summaries: ColumnSummary[] }`. */
  z.object({ method: z.literal("summary"), view: ViewSchema, columns }),
  /** The different values of a column, most frequent first, those with `search` in them: `{ values, more }`. */
  z.object({
    method: z.literal("values"),
    view: ViewSchema,
    column: ColumnSchema,
    search: z.string(),
    limit: z.number().int().positive().max(10_000),
  }),
  /** One value whole: an Arrow stream of one row and column. */
  z.object({
    method: z.literal("value"),
    view: ViewSchema,
    row: z.number().int().nonnegative(),
    column: ColumnSchema,
  }),
  /** Gives a {@link ChartResult} and an Arrow stream. */
  z.object({ method: z.literal("chart"), view: ViewSchema, chart: ChartSchema }),
  /** Writes a file where the kernel is: `{ file, bytes }`. It is read in pieces and is gone once released. */
  z.object({ method: z.literal("export"), view: ViewSchema, columns, format: ExportFormatSchema }),
  /** A piece of such a file, as bytes. */
  z.object({
    method: z.literal("read"),
    file: z.string(),
    offset: z.number().int().nonnegative(),
    length: z
      .number()
      .int()
      .positive()
      .max(16 * 1024 * 1024),
  }),
  z.object({ method: z.literal("release"), file: z.string() }),
  /** The view as a line of code for the frame's library: `{ code }`. */
  z.object({ method: z.literal("code"), view: ViewSchema, columns }),
]);
export type DataframeQuestion = z.infer<typeof QuestionSchema>;

/** Data of a `comm_msg` to the kernel. */
export const DataframeRequestSchema = z.union([
  z.object({ id: z.number().int(), frame: z.string(), question: QuestionSchema }),
  /** The answer is no longer wanted; it is answered all the same, with the code "cancelled" where that was in time. */
  z.object({ cancel: z.number().int() }),
]);
