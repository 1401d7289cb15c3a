/**
 * A result's rows where they lie, as a table function of a private database: what a statement needs of them is copied
 * to it chunk by chunk while it runs, in DuckDB's own threads.
 */
import { availableParallelism } from "node:os";
import type { DuckDBConnection, DuckDBDataChunk, DuckDBType } from "@duckdb/node-api";
import { anObject } from "../../values/duck-typing.ts";
import type { DuckdbColumn } from "./column.ts";
import type { Scanning } from "./find-library.ts";
import type { ResultRows } from "./result-rows.ts";
import { layoutOf } from "./vector-layout.ts";
import type { Layout } from "./vector-layout.ts";
import { letGo } from "./vectors.ts";
import type { VectorMemory, Vectors } from "./vectors.ts";

/** With fewer rows one thread reads all of them, in their order, as it would those of a table. */
const rowsPerThread = 122_880;
const mostParts = 4;

export class ScannedRows {
  readonly rows: ResultRows;
  readonly #vectors: Vectors;
  readonly #layouts: readonly Layout[];
  /** Texts lie in the chunk's own memory, which statements go on reading. */
  readonly #chunks: (DuckDBDataChunk | undefined)[] = [];

  private constructor(rows: ResultRows, vectors: Vectors, layouts: readonly Layout[]) {
    this.rows = rows;
    this.#vectors = vectors;
    this.#layouts = layouts;
  }

  /** Undefined where a column is of a type whose memory is not known. The rows are ready. */
  static of(
    rows: ResultRows,
    columns: readonly DuckdbColumn[],
    { vectors }: Scanning,
  ): ScannedRows | undefined {
    const layouts = columns.map(({ type }) => layoutOf(type)).filter((layout) => layout !== undefined);
    return layouts.length < columns.length ? undefined : new ScannedRows(rows, vectors, layouts);
  }

  chunk(index: number): DuckDBDataChunk {
    return (this.#chunks[index] ??= this.rows.chunks.chunk(index));
  }

  /** Puts a chunk's values of these columns into `output`, and the rows' numbers for a column behind the last. */
  copy(index: number, columns: readonly number[], output: unknown): void {
    const rows = this.chunk(index).rowCount;
    this.#vectors.resize(output, rows);
    for (const [place, column] of columns.entries()) {
      // A statement that only counts asks for something that is no column.
      if (column > this.#layouts.length) continue;
      const memory =
        column < this.#layouts.length
          ? this.memory(index, column)
          : numbersFrom(this.rows.startOf(index), rows);
      this.#vectors.write(output, place, memory);
      letGo(memory);
    }
  }

  /** Where a chunk's values of a column are. */
  memory(index: number, column: number): VectorMemory {
    const layout = this.#layouts[column];
    if (layout === undefined) throw new RangeError("no such column");
    const { chunk, rowCount } = this.chunk(index);
    return this.#vectors.read(chunk, column, layout, rowCount);
  }
}

/** What the table function reads, while a statement runs: DuckDB would keep it alive as long as the database. */
export interface Feed {
  rows: ScannedRows | undefined;
}

/** A scan in progress. */
interface Scan {
  next: number;
  readonly columns: readonly number[];
}

/**
 * Makes the table `t`, which has the columns and `r`, the number of the row. Of many rows each thread reads its part by a
 * function of its own: calls of one function that wait for this thread are all made before anything else here has its turn.
 */
export async function registerRows(
  connection: DuckDBConnection,
  { DuckDBTableFunction, UINTEGER }: Scanning,
  columns: readonly DuckdbColumn[],
  { feed, rows }: { readonly feed: Feed; readonly rows: number },
): Promise<void> {
  const types = columns.map(({ sql, type }) => ({ sql, type: madeOnce(type) }));
  const rowNumber = madeOnce(UINTEGER);
  const parts = rows > rowsPerThread ? Math.min(mostParts, availableParallelism()) : 1;
  const names = Array.from({ length: parts }, (_, part) => `frame_rows_${part}`);
  for (const [part, name] of names.entries())
    connection.registerTableFunction(
      DuckDBTableFunction.create({
        name,
        supportsProjectionPushdown: true,
        bindFunction: (info) => {
          for (const { sql, type } of types) info.addResultColumn(sql, type);
          info.addResultColumn("r", rowNumber);
          info.setCardinality(Math.ceil(rows / parts), true);
        },
        initFunction: (info) => {
          const scan: Scan = { next: part, columns: info.getColumnIndexes() };
          info.setInitData(scan);
        },
        mainFunction: (info, output) => {
          if (feed.rows === undefined) throw new Error("Nobody asks for these rows.");
          // SAFETY: what `initFunction` set.
          const scan = info.initData as Scan;
          const index = scan.next;
          scan.next += parts;
          if (index < feed.rows.rows.chunks.count) feed.rows.copy(index, scan.columns, output.chunk);
          else output.rowCount = 0;
        },
      }),
    );
  await connection.run(`create view t as ${names.map((name) => `from ${name}()`).join(" union all ")}`);
}

/** Statements bind all columns, of which there may be thousands. */
function madeOnce(type: DuckDBType): DuckDBType {
  // An alias is a name in the user's database, of which ours knows nothing.
  const plain: unknown = Object.assign(Object.create(anObject(Object.getPrototypeOf(type))), type, {
    alias: undefined,
  });
  // SAFETY: the type itself, but for its alias.
  const made = (plain as DuckDBType).toLogicalType();
  // SAFETY: all that is asked of it is what it is in DuckDB.
  return { toLogicalType: () => made } as DuckDBType;
}

function numbersFrom(first: number, count: number): VectorMemory {
  const numbers = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) numbers[row] = first + row;
  return {
    layout: { kind: "flat", bytes: 4 },
    length: count,
    data: new Uint8Array(numbers.buffer),
    validity: undefined,
    inside: [],
  };
}
