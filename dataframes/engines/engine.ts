/** How the runtime looks into one dataframe beyond its first rows. Each library has its own engine. */
import type { Chart, ChartResult } from "../protocol/chart.ts";
import type { DataframeDescription, ValuesResult } from "../protocol/reply.ts";
import type { ExportFormat } from "../protocol/request.ts";
import type { ColumnSummary } from "../protocol/summary.ts";
import type { View } from "../protocol/view.ts";

/** Rows of a view from `offset` on, at most `limit`, with these columns in this order. */
export interface WindowQuestion {
  readonly view: View;
  readonly offset: number;
  readonly limit: number;
  readonly columns: readonly number[];
}

/** An uncompressed Arrow IPC stream, whose bytes nobody changes any more. */
export type ArrowStream = Uint8Array;

/**
 * Answers over ALL rows. Work that takes longer than a few milliseconds happens off the main thread, or in slices between
 * which the event loop turns, so that cells go on; an aborted signal ends it as soon as the library allows, by throwing the
 * signal's reason. Refuses with a {@link DataframeError} what the library or type cannot do.
 * An engine keeps the order of the last few views, so that scrolling sorts once.
 */
export interface DataframeEngine {
  describe(): DataframeDescription;
  /** Values of any length; what is too long to travel is cut by the caller. */
  window(
    question: WindowQuestion,
    signal: AbortSignal,
  ): Promise<{ readonly rows: number | null; readonly stream: ArrowStream }>;
  summarize(view: View, columns: readonly number[], signal: AbortSignal): Promise<readonly ColumnSummary[]>;
  /** The different values of a column as text, most frequent first, then in their order. */
  values(
    view: View,
    column: number,
    search: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<ValuesResult>;
  chart(
    view: View,
    chart: Chart,
    signal: AbortSignal,
  ): Promise<{ readonly result: ChartResult; readonly stream: ArrowStream }>;
  /** Writes the rows and columns of the view to a new file at `path`. */
  write(
    path: string,
    format: ExportFormat,
    view: View,
    columns: readonly number[],
    signal: AbortSignal,
  ): Promise<void>;
  /** One statement that gives the view's rows and columns, in which the frame is called `name`. */
  code(view: View, columns: readonly number[], name: string): string;
}
