/** Frames of libraries whose values are read one by one. */
import type { ColumnRole } from "../protocol/reply.ts";
import type { Encoding } from "../values/encoding.ts";
import type { ColumnMemory } from "../values/column-memory.ts";
import { copyRows } from "../values/first-rows.ts";
import { fewRows } from "./dataframe.ts";
import type { Dataframe } from "./dataframe.ts";
import { rowSize } from "../values/row-size.ts";
import { writeStream } from "../values/write-stream.ts";
import type { MadeColumn, ValueColumn } from "../values/write-stream.ts";

/** A column of values. */
export interface ReadableColumn {
  readonly name: string;
  /** In the library's own words. */
  readonly type: string;
  readonly role: ColumnRole;
  readonly encoding: Encoding;
  /** False where the encoding was told by the first values alone, so that later ones may be of another kind. */
  readonly declared: boolean;
  /** Null or undefined where there is no value, or no such row any more. */
  readonly at: (row: number) => unknown;
  /** Reads the values of many rows into a list, as `at` gives them; absent where one by one is as fast. */
  readonly block?: ReadBlock;
  /** The first values, as they were when the frame was read: nobody need ask for them twice. */
  readonly first?: readonly unknown[];
  /** The memory that holds the values, or the first ones, where they lie there as numbers or as text in UTF-8. */
  readonly memory?: (rows?: number) => readonly ColumnMemory[] | undefined;
}

/** From a row to before another; false when that did not work out, so that rows are to be asked for one by one. */
export type ReadBlock = (from: number, to: number, values: unknown[]) => boolean;

/** A frame whose values can be asked for. */
export interface ReadableDataframe {
  readonly kind: string;
  /** How many there are now: arrays grow and shrink. */
  readonly rows: () => number;
  readonly columns: readonly ReadableColumn[];
}

/** What showing the frame needs. */
export function toDataframe({ kind, rows, columns }: ReadableDataframe): Dataframe {
  return {
    kind,
    rows: rows(),
    types: columns.map(({ type }) => type),
    rowBytes: () => rowSize(columns.map((column) => firstValues(column, Math.min(rows(), fewRows)))),
    stream: (count) => writeStream(columns.map((column) => firstRows(column, Math.min(rows(), count)))),
  };
}

/** Copied where they lie in memory as they travel. */
function firstRows(column: ReadableColumn, count: number): ValueColumn | MadeColumn {
  const memory = column.memory?.(count);
  const made = memory === undefined ? undefined : copyRows(column.encoding, memory, count);
  return made === undefined ? firstValues(column, count) : { name: column.name, made };
}

function firstValues(column: ReadableColumn, count: number): ValueColumn {
  const { name, encoding, first } = column;
  return first === undefined || first.length < count
    ? readRows(column, 0, count)
    : { name, encoding, values: first.length === count ? first : first.slice(0, count) };
}

/** Values from one row to before another. */
export function readRows(column: ReadableColumn, from: number, to: number): ValueColumn {
  return valuesOf(column, to - from, (index) => from + index);
}

/** Values of these rows, in this order. */
export function pickRows(column: ReadableColumn, rows: ArrayLike<number>): ValueColumn {
  return valuesOf(column, rows.length, (index) => rows[index] ?? 0);
}

function valuesOf(column: ReadableColumn, length: number, row: (index: number) => number): ValueColumn {
  const values = Array.from({ length }, (_, index) => column.at(row(index)));
  return { name: column.name, encoding: column.encoding, values };
}
