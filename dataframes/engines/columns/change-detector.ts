/**
 * Tells whether a frame has changed since it was looked at: cells may push to arrays, replace rows and write into them.
 * Its length and the values of some rows, spread over all of it, are compared; a change between those goes unnoticed until
 * the frame is shown again. Windows show values as they are now in any case.
 */
import type { ReadableDataframe } from "../../detect/column-reader.ts";

const rowsCompared = 32;
const columnsCompared = 32;

export class ChangeDetector {
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
