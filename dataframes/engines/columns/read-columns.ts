/** Reads columns on the main thread, in short slices, into pieces for the thread of columns. */
import { Type } from "@uwdata/flechette";
import type { ColumnMemory } from "../../values/column-memory.ts";
import type { ReadableColumn } from "../../detect/column-reader.ts";
import type { LogicalType } from "./logical-type.ts";
import { logicalTypeOf } from "./logical-type.ts";
import type { Piece } from "./thread-messages.ts";
import { anyTextMaker, pieceMaker, wideMaker } from "./chunk-encoders.ts";
import type { PieceMaker } from "./chunk-encoders.ts";
import { TimeSlicer } from "../time-slicer.ts";

/** Takes a column's values one piece after the other; begun again, it takes them from the first. */
export interface ColumnSink {
  begin(meaning: LogicalType): void;
  add(piece: Piece, transfer: readonly ArrayBuffer[]): void;
}

/** A column and where its values go. */
export interface ColumnToRead {
  readonly column: ReadableColumn;
  readonly sink: ColumnSink;
}

/** Rows read of one column after the other: what holds them is met once while it is near. */
const rowsPerBlock = 256;
/** Copied in one turn. */
const bytesPerCopy = 16 * 1024 * 1024;

/** Columns whose later values are of another kind than their first ones are read once more, as text. */
export async function readColumns(
  columns: readonly ColumnToRead[],
  rows: number,
  signal: AbortSignal,
): Promise<void> {
  const slices = new TimeSlicer(signal);
  let reading: Reading[] = [];
  for (const { column, sink } of columns) {
    const memory = column.memory?.();
    if (memory === undefined) reading.push(new Reading(column, sink));
    else {
      sink.begin(logicalTypeOf(column.encoding, column.role));
      await copyMemory(memory, sink, slices);
    }
  }
  while (reading.length > 0) {
    const misfits = await readValues(reading, rows, slices);
    for (const misfit of misfits) misfit.widen();
    reading = misfits;
  }
}

/** Gives those of which some value has no place; they are read no further. */
async function readValues(columns: readonly Reading[], rows: number, slices: TimeSlicer): Promise<Reading[]> {
  let reading = columns;
  const misfits: Reading[] = [];
  for (let from = 0; from < rows && reading.length > 0; from += rowsPerBlock) {
    const to = Math.min(rows, from + rowsPerBlock);
    for (const each of reading) if (!each.read(from, to)) misfits.push(each);
    if (misfits.length > 0) reading = reading.filter((each) => !misfits.includes(each));
    await slices.rest();
  }
  for (const each of reading) each.send();
  return misfits;
}

/** One column's way into pieces. */
class Reading {
  readonly #column: ReadableColumn;
  readonly #sink: ColumnSink;
  readonly #values: unknown[] = [];
  /** Ways to make pieces, of which each takes values that those before do not. */
  readonly #ways: (readonly [LogicalType, () => PieceMaker])[];
  #maker: PieceMaker;

  constructor(column: ReadableColumn, sink: ColumnSink) {
    this.#column = column;
    this.#sink = sink;
    const meaning = logicalTypeOf(column.encoding, column.role);
    const { typeId } = column.encoding.type;
    const wide = meaning.kind === "decimal" || (meaning.kind === "number" && typeId !== Type.Float);
    this.#ways = [
      [meaning, pieceMaker(column, meaning)],
      ...(wide ? [[meaning, wideMaker(column.encoding)] as const] : []),
      [{ kind: "text" }, anyTextMaker],
    ];
    this.#maker = this.#begin();
  }

  /** False when some value has no place. */
  read(from: number, to: number): boolean {
    const values = this.#values;
    readBlock(this.#column, from, to, values);
    for (let place = 0; place < to - from;) {
      const taken = this.#maker.add(values, place, to - from);
      if (taken === undefined) return false;
      place += taken;
      if (place < to - from) this.send();
    }
    return true;
  }

  /** Sends the piece that is being made. */
  send(): void {
    const { piece, transfer } = this.#maker.take();
    if (this.#maker.rows() > 0) this.#sink.add(piece, transfer);
    this.#maker = this.#make();
  }

  /** Begins again, with pieces that take more. */
  widen(): void {
    this.#ways.shift();
    this.#maker = this.#begin();
  }

  #begin(): PieceMaker {
    const [meaning] = this.#way();
    this.#sink.begin(meaning);
    return this.#make();
  }

  #make(): PieceMaker {
    return this.#way()[1]();
  }

  #way(): readonly [LogicalType, () => PieceMaker] {
    const [way] = this.#ways;
    if (way === undefined) throw new RangeError("text takes any value");
    return way;
  }
}

function readBlock({ at, block }: ReadableColumn, from: number, to: number, values: unknown[]): void {
  if (block?.(from, to, values) === true) return;
  for (let row = from; row < to; row += 1) values[row - from] = at(row);
}

async function copyMemory(
  memory: readonly ColumnMemory[],
  sink: ColumnSink,
  slices: TimeSlicer,
): Promise<void> {
  for (const { length, values, offsets, valid } of memory) {
    await slices.rest();
    const used = offsets === undefined ? length : (offsets[length] ?? 0);
    const step =
      offsets === undefined ? Math.max(1, Math.floor(bytesPerCopy / values.BYTES_PER_ELEMENT)) : length;
    for (let from = 0; from < length; from += step) {
      const to = Math.min(length, from + step);
      const copy = offsets === undefined ? values.slice(from, to) : values.slice(0, used);
      const starts = offsets?.slice(from, to + 1);
      const bits =
        valid === undefined ? undefined : { bits: valid.bits.slice(), offset: valid.offset + from };
      const piece: ColumnMemory = {
        length: to - from,
        values: copy,
        ...(starts === undefined ? {} : { offsets: starts }),
        ...(bits === undefined ? {} : { valid: bits }),
      };
      const buffers = [copy, starts, bits?.bits].flatMap((array) =>
        array === undefined ? [] : [array.buffer],
      );
      sink.add(
        { memory: piece },
        buffers.filter((buffer) => buffer instanceof ArrayBuffer),
      );
      await slices.rest();
    }
  }
}
