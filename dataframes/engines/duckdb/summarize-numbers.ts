/** Columns of numbers in figures, made by threads of columns beside DuckDB: they look at each number fewer times. */
import { availableParallelism } from "node:os";
import type { ColumnSummary } from "../../protocol/summary.ts";
import type { ColumnMemory } from "../../values/column-memory.ts";
import { ColumnThread } from "../columns/column-thread.ts";
import { logicalTypeOf } from "../columns/logical-type.ts";
import { TimeSlicer } from "../time-slicer.ts";
import { describeColumn } from "./column.ts";
import type { DuckdbColumn } from "./column.ts";
import { copyNumbers, numberBytes } from "./number-memory.ts";
import type { ScannedRows } from "./scanned-rows.ts";
import { encodingFor } from "./window-stream.ts";

/** Of more rows the copies would take too much memory, at {@link copiesAtOnce} of them. */
const mostRows = 20_000_000;
const copiesAtOnce = 4;

/** For all frames of the runtime; they start with the first question. */
const threads = Array.from({ length: Math.min(2, availableParallelism()) }, () => new ColumnThread());

interface Summarizing {
  /** Columns of which DuckDB has to tell. */
  readonly left: readonly DuckdbColumn[];
  readonly summaries: Promise<readonly ColumnSummary[]>;
}

/** Resolves as soon as all numbers are copied. @param wanted rows, in ascending order; undefined for all */
export async function summarizeNumbers(
  scanned: ScannedRows | undefined,
  columns: readonly DuckdbColumn[],
  wanted: Uint32Array | undefined,
  signal: AbortSignal,
): Promise<Summarizing> {
  const rows = wanted?.length ?? scanned?.rows.chunks.rows ?? 0;
  if (scanned === undefined || rows > mostRows) return { left: columns, summaries: Promise.resolve([]) };
  const left: DuckdbColumn[] = [];
  const asked: Promise<ColumnSummary>[] = [];
  const copies = new Copies(rows * numberBytes);
  const slices = new TimeSlicer(signal);
  for (const column of columns) {
    const into = await copies.take();
    const memory = await copyNumbers(scanned, column, { wanted, into }, slices);
    const thread = threads[asked.length % threads.length];
    if (memory === undefined || thread === undefined) {
      left.push(column);
      copies.giveBack(into);
      continue;
    }
    const summary = summaryOf(thread, column, memory, signal).finally(() => {
      copies.giveBack(into);
    });
    // Waited for below, when all columns are on their way.
    summary.catch(() => undefined);
    asked.push(summary);
  }
  return { left, summaries: Promise.all(asked) };
}

/** Memory that both threads have, used again for the next column: fresh memory is slow. */
class Copies {
  readonly #bytes: number;
  readonly #free: SharedArrayBuffer[] = [];
  readonly #waiting: ((free: SharedArrayBuffer) => void)[] = [];
  #made = 0;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  async take(): Promise<SharedArrayBuffer> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#made < copiesAtOnce) {
      this.#made += 1;
      return new SharedArrayBuffer(this.#bytes);
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  giveBack(copy: SharedArrayBuffer): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(copy);
    else next(copy);
  }
}

async function summaryOf(
  thread: ColumnThread,
  column: DuckdbColumn,
  memory: ColumnMemory,
  signal: AbortSignal,
): Promise<ColumnSummary> {
  const name = crypto.randomUUID();
  const meaning = logicalTypeOf(encodingFor(column), describeColumn(column).role);
  try {
    const [, , , summary] = await Promise.all([
      thread.ask({ do: "begin", column: name, meaning, rows: memory.length }),
      thread.ask({ do: "piece", column: name, piece: { memory } }),
      thread.ask({ do: "finish", column: name }),
      thread.ask({ do: "summarize", column: name, position: column.index, within: undefined }, signal),
    ]);
    return summary;
  } finally {
    await thread.ask({ do: "drop", column: name });
  }
}
