/** Where the code of each execution stands in the notebook. */
import type { ToOriginal } from "../compile/position-map.ts";

export interface CellPlace {
  /** The cell's name, or undefined. */
  readonly name: string | undefined;
  /** Its place among the notebook's cells, from 1; undefined when the client did not say. */
  readonly number: number | undefined;
  /** 1-based line of the file on which the cell's text starts; undefined when the client did not say. */
  readonly line: number | undefined;
  readonly executionCount: number;
  readonly text: string;
  /** From a place in the running code to one in `text`. */
  readonly original: ToOriginal;
  /** The source map that the running code names, for a debugger. */
  readonly sourceMap: (() => string) | undefined;
  /** Whether a debugger is to stop at its first statement. */
  readonly pause: boolean;
}

const kept = 5_000;

/** The places of the last few thousand executions: functions of old cells still throw. */
export class CellPlaces {
  readonly #places = new Map<number, CellPlace>();

  add(execution: number, place: CellPlace): void {
    this.#places.set(execution, place);
    const oldest = this.#places.keys().next();
    if (this.#places.size > kept && oldest.done !== true) this.#places.delete(oldest.value);
  }

  /** What has run, the newest first. */
  newest(): readonly CellPlace[] {
    return [...this.#places.values()].reverse();
  }

  /** The runtime is a new one: none of its functions are of these. */
  forget(): void {
    this.#places.clear();
  }

  get(execution: number): CellPlace | undefined {
    return this.#places.get(execution);
  }
}
