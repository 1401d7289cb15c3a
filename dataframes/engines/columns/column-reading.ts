/** A column on its way to the thread. */
import type { ReadableColumn } from "../../detect/column-reader.ts";
import type { ColumnThread } from "./column-thread.ts";
import type { ColumnSink, ColumnToRead } from "./read-columns.ts";

/** A column that the thread has. */
export interface KeptColumn {
  /** By which the thread knows it. */
  readonly name: string;
  readonly bytes: number;
}

/** What goes wrong in the thread meanwhile is told at the end. */
export class ColumnReading implements ColumnToRead {
  readonly column: ReadableColumn;
  readonly sink: ColumnSink;
  readonly #thread: ColumnThread;
  /** Of its own, as an earlier reading of the column may still be on its way out. */
  readonly #name = crypto.randomUUID();
  #failed: unknown;

  constructor(thread: ColumnThread, column: ReadableColumn, rows: number) {
    this.#thread = thread;
    this.column = column;
    this.sink = {
      begin: (meaning) => {
        thread.ask({ do: "begin", column: this.#name, meaning, rows }).catch(this.#fails);
      },
      add: (piece, transfer) => {
        thread.ask({ do: "piece", column: this.#name, piece }, undefined, transfer).catch(this.#fails);
      },
    };
  }

  /** When all pieces are sent. */
  async finish(signal: AbortSignal): Promise<KeptColumn> {
    const bytes = await this.#thread.ask({ do: "finish", column: this.#name }, signal);
    if (this.#failed !== undefined) throw this.#failed as Error; // SAFETY: the thread rejects with errors.
    return { name: this.#name, bytes };
  }

  /** Leaves what the thread has of it. */
  drop(): void {
    this.#thread.ask({ do: "drop", column: this.#name }).catch(this.#fails);
  }

  readonly #fails = (error: unknown): void => {
    this.#failed ??= error;
  };
}
