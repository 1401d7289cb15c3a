/** A column as the thread keeps it: numbers, or texts of which each different one is there once. */
import type { ColumnMemory } from "../../values/column-memory.ts";
import type { LogicalType } from "./logical-type.ts";
import type { Piece } from "./thread-messages.ts";
import { encodeTexts, noText } from "./packed-strings.ts";
import type { PackedStrings } from "./packed-strings.ts";
import { TextTable } from "./string-dictionary.ts";

interface Stored {
  readonly meaning: LogicalType;
  readonly rows: number;
  /** 1 where there is no value; absent where there are values everywhere. */
  readonly missing: Uint8Array | undefined;
}

/** Integers are bigints only where some number could not hold them. */
export interface NumberColumn extends Stored {
  readonly form: "numbers";
  readonly values: Float64Array | BigInt64Array | BigUint64Array;
}

export interface TextColumn extends Stored {
  readonly form: "texts";
  readonly codes: Uint32Array;
  readonly texts: TextTable;
  /** Made when somebody sorts by the column first. */
  ranks?: Uint32Array;
}

export type StoredColumn = NumberColumn | TextColumn;

/** Puts the pieces of a column together. Rows that no piece has are missing. */
export class ColumnBuilder {
  readonly #meaning: LogicalType;
  readonly #rows: number;
  #missing: Uint8Array | undefined;
  #numbers: Float64Array | BigInt64Array | BigUint64Array | undefined;
  #codes: Uint32Array | undefined;
  readonly #texts = new TextTable();
  #filled = 0;

  constructor(meaning: LogicalType, rows: number) {
    this.#meaning = meaning;
    this.#rows = rows;
  }

  add(piece: Piece): void {
    if ("joined" in piece) this.#addTexts(piece);
    else if ("memory" in piece) this.#addMemory(piece.memory);
    else {
      if (piece.missing !== undefined) this.#marks().set(piece.missing, this.#filled);
      this.#addNumbers(piece.numbers);
    }
  }

  finish(): StoredColumn {
    if (this.#filled < this.#rows) this.#marks().fill(1, this.#filled);
    const stored = { meaning: this.#meaning, rows: this.#rows, missing: this.#missing };
    if (this.#codes !== undefined)
      return { ...stored, form: "texts", codes: this.#codes, texts: this.#texts };
    return { ...stored, form: "numbers", values: narrow(this.#numbers ?? new Float64Array(this.#rows)) };
  }

  #addTexts(texts: PackedStrings): void {
    const codes = (this.#codes ??= new Uint32Array(this.#rows));
    const { bytes, ends } = encodeTexts(texts);
    let from = 0;
    for (let index = 0; index < ends.length; index += 1) {
      const to = ends[index] ?? 0;
      if (texts.lengths[index] === noText) this.#marks()[this.#filled + index] = 1;
      else codes[this.#filled + index] = this.#texts.codeOf(bytes, from, to);
      from = to;
    }
    this.#filled += ends.length;
  }

  #addMemory({ length, values, offsets, valid }: ColumnMemory): void {
    if (valid !== undefined) {
      const marks = this.#marks();
      for (let row = 0, bit = valid.offset; row < length; row += 1, bit += 1)
        if ((((valid.bits[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 0) marks[this.#filled + row] = 1;
    }
    if (offsets !== undefined && values instanceof Uint8Array) {
      const codes = (this.#codes ??= new Uint32Array(this.#rows));
      for (let row = 0; row < length; row += 1)
        codes[this.#filled + row] =
          this.#missing?.[this.#filled + row] === 1
            ? 0
            : this.#texts.codeOf(values, offsets[row] ?? 0, offsets[row + 1] ?? 0);
      this.#filled += length;
    } else this.#addNumbers(values.subarray(0, length));
  }

  #addNumbers(numbers: ColumnMemory["values"]): void {
    // A piece that is the whole column is taken as it is.
    if (numbers.length === this.#rows && isKept(numbers)) this.#numbers = numbers;
    else if (numbers instanceof BigInt64Array) {
      this.#numbers ??= new BigInt64Array(this.#rows);
      if (this.#numbers instanceof BigInt64Array) this.#numbers.set(numbers, this.#filled);
    } else if (numbers instanceof BigUint64Array) {
      this.#numbers ??= new BigUint64Array(this.#rows);
      if (this.#numbers instanceof BigUint64Array) this.#numbers.set(numbers, this.#filled);
    } else {
      this.#numbers ??= new Float64Array(this.#rows);
      if (this.#numbers instanceof Float64Array) this.#numbers.set(numbers, this.#filled);
    }
    this.#filled += numbers.length;
  }

  #marks(): Uint8Array {
    return (this.#missing ??= new Uint8Array(this.#rows));
  }
}

function isKept(numbers: ColumnMemory["values"]): numbers is NumberColumn["values"] {
  return (
    numbers instanceof Float64Array || numbers instanceof BigInt64Array || numbers instanceof BigUint64Array
  );
}

/** How many bytes the column takes, about. */
export function bytesOf(column: StoredColumn): number {
  const marks = column.missing?.byteLength ?? 0;
  if (column.form === "numbers") return marks + column.values.byteLength;
  return marks + column.codes.byteLength * 2 + column.texts.byteLength;
}

/** Bigints become numbers where all of them can: those are many times faster. */
function narrow(values: NumberColumn["values"]): NumberColumn["values"] {
  if (values instanceof Float64Array) return values;
  const signed = values instanceof BigInt64Array;
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const limit = 2 ** 21;
  for (let at = 1; at < words.length; at += 2) {
    const high = signed ? (words[at] ?? 0) | 0 : (words[at] ?? 0);
    if (high >= limit || high < -limit) return values;
  }
  const narrowed = new Float64Array(values.length);
  for (let row = 0; row < narrowed.length; row += 1) {
    const high = words[row * 2 + 1] ?? 0;
    narrowed[row] = (signed ? high | 0 : high) * 2 ** 32 + (words[row * 2] ?? 0);
  }
  return narrowed;
}
