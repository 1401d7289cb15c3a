/** Which columns of one frame the thread has; they are read when a question first needs them. */
import type { ReadableFrame } from "../../output/frames/readable-frame.ts";
import type { ColumnThread } from "./column-thread.ts";
import type { Meaning } from "./meaning.ts";
import type { Piece } from "./messages.ts";
import { FrameState } from "./frame-state.ts";
import { readColumn } from "./read-column.ts";
import { SharedWorks } from "../shared-work.ts";

/** What the thread keeps of one frame while nobody asks, at most. */
const mostBytes = 1024 * 1024 * 1024;

/** What is in the thread, apart from the store, so that it can be dropped when the store is gone. */
interface Held {
  readonly thread: ColumnThread;
  /** By what they are names of, the least recently used first. */
  readonly columns: Map<string, KeptColumn>;
}

interface KeptColumn {
  readonly name: string;
  readonly bytes: number;
}

const gone = new FinalizationRegistry<Held>(dropAll);

export class ColumnStore {
  readonly #frame: ReadableFrame;
  readonly #thread: ColumnThread;
  readonly #held: Held;
  readonly #reading = new SharedWorks<KeptColumn>();
  readonly #state: FrameState;
  #generation: number;
  #version = 0;
  #users = 0;

  constructor(frame: ReadableFrame, thread: ColumnThread) {
    this.#frame = frame;
    this.#thread = thread;
    this.#held = { thread, columns: new Map() };
    this.#generation = thread.generation;
    this.#state = new FrameState(frame);
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

  /** The name by which the thread knows the column. */
  async column(index: number, signal: AbortSignal): Promise<string> {
    const key = `${this.version}/${index}`;
    const { columns } = this.#held;
    const kept = columns.get(key) ?? (await this.#reading.do(key, (stop) => this.#read(index, stop), signal));
    columns.delete(key);
    columns.set(key, kept);
    return kept.name;
  }

  async #read(index: number, signal: AbortSignal): Promise<KeptColumn> {
    const column = this.#frame.columns[index];
    if (column === undefined) throw new RangeError("no such column");
    const rows = this.#frame.rows();
    // A name of its own, as an earlier reading may still be on its way out.
    const name = crypto.randomUUID();
    let failed: unknown;
    const fails = (error: unknown): void => {
      failed ??= error;
    };
    const sink = {
      begin: (meaning: Meaning) => {
        this.#thread.ask({ do: "begin", column: name, meaning, rows }).catch(fails);
      },
      add: (piece: Piece, transfer: readonly ArrayBuffer[]) => {
        this.#thread.ask({ do: "piece", column: name, piece }, undefined, transfer).catch(fails);
      },
    };
    try {
      await readColumn(column, rows, sink, signal);
      const bytes = await this.#thread.ask({ do: "finish", column: name }, signal);
      if (failed !== undefined) throw failed as Error; // SAFETY: the thread rejects with errors.
      return { name, bytes };
    } catch (error) {
      this.#thread.ask({ do: "drop", column: name }).catch(fails);
      throw error;
    }
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
