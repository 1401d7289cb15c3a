/**
 * A result's rows where they lie, as a table function of a private database: what a statement needs of them is copied
 * to it chunk by chunk while it runs, in DuckDB's own threads.
 */
import { availableParallelism } from "node:os";
import type { DuckDBConnection, DuckDBDataChunk, DuckDBType } from "@duckdb/node-api";
import { anObject } from "../../output/frames/duck.ts";
import type { DuckdbColumn } from "./column.ts";
import type { Scanning } from "./find-library.ts";
import type { ResultRows } from "./result-rows.ts";
import { layoutOf } from "./vector-layout.ts";
import type { Layout } from "./vector-layout.ts";
import type { VectorMemory, Vectors } from "./vectors.ts";

/** With fewer rows one thread reads all of them, in their order, as it would those of a table. */
const rowsPerThread = 122_880;
/** Vectors whose place is kept for the next statement: finding it takes as long as copying a small one. */
const mostKept = 200_000;

export class ScannedRows {
  readonly rows: ResultRows;
  readonly #vectors: Vectors;
  readonly #layouts: readonly Layout[];
  /** Texts lie in the chunk's own memory, which statements go on reading. */
  readonly #chunks: (DuckDBDataChunk | undefined)[] = [];
  readonly #known: (VectorMemory | undefined)[][] = [];
  #kept = 0;

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
    const chunk = this.chunk(index);
    const rows = chunk.rowCount;
    this.#vectors.resize(output, rows);
    for (const [place, column] of columns.entries()) {
      const layout = this.#layouts[column];
      // A statement that only counts asks for something that is no column.
      if (layout !== undefined) this.#vectors.write(output, place, this.#memory(index, column, layout, rows));
      else if (column === this.#layouts.length)
        this.#vectors.write(output, place, numbersFrom(this.rows.startOf(index), rows));
    }
  }

  #memory(index: number, column: number, layout: Layout, rows: number): VectorMemory {
    const known = (this.#known[index] ??= []);
    const found = known[column];
    if (found !== undefined) return found;
    const memory = this.#vectors.read(this.chunk(index).chunk, column, layout, rows);
    this.#kept += 1;
    if (this.#kept <= mostKept) known[column] = memory;
    return memory;
  }
}

/** What the table function reads, while a statement runs: DuckDB would keep it alive as long as the database. */
export interface Feed {
  rows: ScannedRows | undefined;
}

/** A scan in progress, which several threads take their next chunk of. */
interface Scan {
  next: number;
  readonly columns: readonly number[];
}

/** Makes `frame_rows()`, which has the columns and `r`, the number of the row. */
export function registerRows(
  connection: DuckDBConnection,
  { DuckDBTableFunction, UINTEGER }: Scanning,
  columns: readonly DuckdbColumn[],
  feed: Feed,
): void {
  const reading = (): ScannedRows => {
    if (feed.rows === undefined) throw new Error("Nobody asks for these rows.");
    return feed.rows;
  };
  const types = columns.map(({ sql, type }) => ({ sql, type: madeOnce(type) }));
  const rowNumber = madeOnce(UINTEGER);
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name: "frame_rows",
      supportsProjectionPushdown: true,
      bindFunction: (info) => {
        for (const { sql, type } of types) info.addResultColumn(sql, type);
        info.addResultColumn("r", rowNumber);
        info.setCardinality(reading().rows.chunks.rows, true);
      },
      initFunction: (info) => {
        const scan: Scan = { next: 0, columns: info.getColumnIndexes() };
        info.setInitData(scan);
        const { rows } = reading().rows.chunks;
        info.setMaxThreads(rows > rowsPerThread ? availableParallelism() : 1);
      },
      mainFunction: (info, output) => {
        const from = reading();
        // SAFETY: what `initFunction` set.
        const scan = info.initData as Scan;
        const index = scan.next;
        scan.next += 1;
        if (index < from.rows.chunks.count) from.copy(index, scan.columns, output.chunk);
        else output.rowCount = 0;
      },
    }),
  );
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
