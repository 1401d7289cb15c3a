/** Which columns of one frame the thread has; they are read when a question first needs them. */
import type { ReadableColumn, ReadableDataframe } from "../../detect/column-reader.ts";
import { SharedCall, Singleflight } from "../singleflight.ts";
import type { ColumnThread } from "./column-thread.ts";
import { type ColumnSink, type ColumnToRead, readColumns } from "./read-columns.ts";

/** A column that the thread has. */
interface KeptColumn {
  /** By which the thread knows it. */
  readonly name: string;
  readonly bytes: number;
}

/** A column on its way to the thread. What goes wrong there meanwhile is told at the end. */
class ColumnReading implements ColumnToRead {
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

/**
 * Tells whether a frame has changed since it was looked at: cells may push to arrays, replace rows and write into them.
 * Its length and the values of some rows, spread over all of it, are compared; a change between those goes unnoticed until
 * the frame is shown again. Windows show values as they are now in any case.
 */

const rowsCompared = 32;
const columnsCompared = 32;

class ChangeDetector {
  readonly #frame: ReadableDataframe;
  #rows = -1;
  #values: readonly unknown[] = [];

  constructor(frame: ReadableDataframe) {
    this.#frame = frame;
    this.changed();
  }

  /** Since it was last asked. */
  changed(): boolean {
    if (this.#frame.columns.every(({ declared }) => declared)) return false;
    const rows = this.#frame.rows();
    const values = this.#sample(rows);
    const same = rows === this.#rows && values.every((value, at) => Object.is(value, this.#values[at]));
    this.#rows = rows;
    this.#values = values;
    return !same;
  }

  #sample(rows: number): readonly unknown[] {
    const places = Array.from({ length: Math.min(rows, rowsCompared) }, (_, place) =>
      Math.floor((place * (rows - 1)) / Math.max(1, Math.min(rows, rowsCompared) - 1)),
    );
    return this.#frame.columns.slice(0, columnsCompared).flatMap(({ at }) => places.map(at));
  }
}

/** What the thread keeps of one frame while nobody asks, at most. */
const mostBytes = 1024 * 1024 * 1024;

/** What is in the thread, apart from the store, so that it can be dropped when the store is gone. */
interface Held {
  readonly thread: ColumnThread;
  /** By what they are names of, the least recently used first. */
  readonly columns: Map<string, KeptColumn>;
}

const gone = new FinalizationRegistry<Held>(dropAll);

export class ColumnStore {
  readonly #frame: ReadableDataframe;
  readonly #thread: ColumnThread;
  readonly #held: Held;
  readonly #reading = new Singleflight<KeptColumn>();
  readonly #state: ChangeDetector;
  /** Ends when those who came before have read. */
  #turn: Promise<unknown> = Promise.resolve();
  #generation: number;
  #version = 0;
  #users = 0;

  constructor(frame: ReadableDataframe, thread: ColumnThread) {
    this.#frame = frame;
    this.#thread = thread;
    this.#held = { thread, columns: new Map() };
    this.#generation = thread.generation;
    this.#state = new ChangeDetector(frame);
    gone.register(this, this.#held);
  }

  /** Changes when what was read no longer holds. */
  get version(): number {
    if (this.#state.changed() || this.#generation !== this.#thread.generation) {
      this.#generation = this.#thread.generation;
      this.#version += 1;
      dropAll(this.#held);
    }
    return this.#version;
  }

  /** Keeps the columns that are read meanwhile. */
  async use<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#users += 1;
    try {
      return await work();
    } finally {
      this.#users -= 1;
      if (this.#users === 0) this.#shrink();
    }
  }

  /** The names by which the thread knows these columns, which are read together. */
  async columns(indices: readonly number[], signal: AbortSignal): Promise<readonly string[]> {
    const { version } = this;
    const { columns } = this.#held;
    const keys = indices.map((index) => `${version}/${index}`);
    const missing = indices.filter((_, place) => {
      const key = keys[place] ?? "";
      return !columns.has(key) && !this.#reading.has(key);
    });
    const together = this.#readTogether(missing);
    return Promise.all(
      keys.map(async (key, place) => {
        const read = async (stop: AbortSignal): Promise<KeptColumn> => {
          const kept = (await together.wait(stop))[missing.indexOf(indices[place] ?? -1)];
          if (kept === undefined) throw new RangeError("no such column");
          return kept;
        };
        const kept = columns.get(key) ?? (await this.#reading.do(key, read, signal));
        columns.delete(key);
        columns.set(key, kept);
        return kept.name;
      }),
    );
  }

  /** The name of one. */
  async column(index: number, signal: AbortSignal): Promise<string> {
    const [name = ""] = await this.columns([index], signal);
    return name;
  }

  /** When it is their turn: the thread works on what was read before meanwhile. */
  #readTogether(indices: readonly number[]): SharedCall<readonly KeptColumn[]> {
    return new SharedCall(async (signal) => {
      if (indices.length === 0) return [];
      const before = this.#turn;
      const { promise: turn, resolve: endTurn } = Promise.withResolvers<undefined>();
      this.#turn = turn;
      await before;
      const rows = this.#frame.rows();
      const readings = indices.map((index) => this.#begin(index, rows));
      try {
        await readColumns(readings, rows, signal).finally(() => {
          endTurn(undefined);
        });
        return await Promise.all(readings.map((reading) => reading.finish(signal)));
      } catch (error) {
        for (const reading of readings) reading.drop();
        throw error;
      }
    });
  }

  #begin(index: number, rows: number): ColumnReading {
    const column = this.#frame.columns[index];
    if (column === undefined) throw new RangeError("no such column");
    return new ColumnReading(this.#thread, column, rows);
  }

  #shrink(): void {
    const { columns } = this.#held;
    let total = [...columns.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [key, { bytes }] of columns) {
      if (total <= mostBytes) return;
      drop(this.#held, key);
      total -= bytes;
    }
  }
}

function dropAll(held: Held): void {
  for (const key of [...held.columns.keys()]) drop(held, key);
}

function drop({ thread, columns }: Held, key: string): void {
  const column = columns.get(key)?.name;
  columns.delete(key);
  if (column === undefined || !thread.running) return;
  thread.ask({ do: "drop", column }).catch(() => {
    // The thread has ended, and the column with it.
  });
}
