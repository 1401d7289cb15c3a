/** Where the parts of the renderer ask for more than the rows that came with the output. */
import type { ExportFormat, DataframeQuestion } from "../../protocol/request.ts";
import type { View } from "../../protocol/view.ts";
import type { Table } from "../table/table.ts";

export interface SourceAnswer {
  readonly result: unknown;
  /** Arrow streams, as far as the question's answer has one. */
  readonly buffers: readonly Uint8Array[];
  /** In place of a stream where the answer was found in the page. */
  readonly table?: Table;
}

export interface DataframeSource {
  /** Rejects with a {@link DataframeError}, or with the signal's reason. */
  ask(question: DataframeQuestion, signal?: AbortSignal): Promise<SourceAnswer>;
  /** Lets the person choose a place; gives it, or null where they thought better of it. */
  export(
    view: View,
    columns: readonly number[],
    format: ExportFormat,
    signal?: AbortSignal,
  ): Promise<string | null>;
  /** As above, for a picture. */
  save(name: string, bytes: Uint8Array): Promise<string | null>;
  insertCode(view: View, columns: readonly number[]): Promise<boolean>;
}
