/** What the runtime's main thread and the thread of columns say to each other. */
import type { ColumnMemory } from "../../values/column-memory.ts";
import type { Chart, ChartResult } from "../../protocol/chart.ts";
import type { DataframeProblem } from "../../protocol/dataframe-error.ts";
import type { ValuesResult } from "../../protocol/reply.ts";
import type { ExportFormat } from "../../protocol/request.ts";
import type { ColumnSummary } from "../../protocol/summary.ts";
import type { View } from "../../protocol/view.ts";
import type { PackedStrings } from "./packed-strings.ts";
import type { LogicalType } from "./logical-type.ts";

/** A part of a column's values. */
export type Piece =
  | { readonly memory: ColumnMemory }
  | { readonly numbers: Float64Array | BigInt64Array; readonly missing: Uint8Array | undefined }
  | PackedStrings;

/** Numbers of rows in shared memory, so that both threads have them; undefined stands for all of them as they come. */
export type Rows = Uint32Array | undefined;

/** Columns go by the names that the main thread gave them, questions name them by their position in `columns`. */
export type Work =
  | { readonly do: "begin"; readonly column: string; readonly meaning: LogicalType; readonly rows: number }
  | { readonly do: "piece"; readonly column: string; readonly piece: Piece }
  /** Gives how many bytes the column takes. */
  | { readonly do: "finish"; readonly column: string }
  | { readonly do: "drop"; readonly column: string }
  /** Gives {@link Rows}; `columns` has null for those that the view does not need. */
  | {
      readonly do: "order";
      readonly columns: readonly (string | null)[];
      readonly rows: number;
      readonly view: View;
    }
  | { readonly do: "summarize"; readonly column: string; readonly position: number; readonly within: Rows }
  | {
      readonly do: "values";
      readonly column: string;
      readonly within: Rows;
      readonly search: string;
      readonly limit: number;
    }
  | {
      readonly do: "chart";
      readonly chart: Chart;
      readonly x: string;
      readonly y: string | undefined;
      readonly color: string | undefined;
      readonly within: Rows;
    }
  | { readonly do: "open"; readonly file: string; readonly path: string; readonly format: ExportFormat }
  /** Rows as an Arrow stream of its own. */
  | { readonly do: "append"; readonly file: string; readonly stream: Uint8Array }
  | { readonly do: "close"; readonly file: string; readonly keep: boolean };

/** What each piece of work gives. */
export interface Done {
  readonly begin: null;
  readonly piece: null;
  readonly finish: number;
  readonly drop: null;
  readonly order: Rows;
  readonly summarize: ColumnSummary;
  readonly values: ValuesResult;
  readonly chart: { readonly result: ChartResult; readonly stream: Uint8Array };
  readonly open: null;
  readonly append: null;
  readonly close: null;
}

/** `stop[0]` is set when nobody wants the answer any more. */
export interface WorkRequest {
  readonly id: number;
  readonly work: Work;
  readonly stop: Int32Array;
}

export interface WorkReply {
  readonly id: number;
  readonly done?: unknown;
  readonly problem?: DataframeProblem;
}
