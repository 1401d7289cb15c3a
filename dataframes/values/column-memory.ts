/** The memory of columns that hold their values as Arrow does. */

/** One piece of a column in Arrow's layout; buffers may be longer than what is used of them. */
export interface ColumnMemory {
  readonly length: number;
  /** The numbers, booleans as 0 and 1, or the bytes of all texts. */
  readonly values: NumberArray;
  /** Where each text begins, and the last one ends. */
  readonly offsets?: Int32Array;
  /** A bit for each row, set where there is a value, from this bit on. */
  readonly valid?: { readonly bits: Uint8Array; readonly offset: number };
}

/** Typed arrays that columns are made of. */
export type NumberArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Whether it is one of them. */
export function isNumbers(value: unknown): value is NumberArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
