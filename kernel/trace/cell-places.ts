/** Where the code of each execution stands in the notebook. */
import type { TracedCell } from "./readable-stack.ts";

export interface CellPlace extends TracedCell {
  readonly text: string;
  /** The source map that the running code names, for a debugger. */
  readonly sourceMap: (() => string) | undefined;
  /** Whether a debugger is to stop at its first statement. */
  readonly pause: boolean;
}

const kept = 5_000;

/** The places of the last few thousand executions: functions of old cells still throw. */
export class CellPlaces<Cell extends TracedCell = CellPlace> {
  readonly #places = new Map<number, Cell>();

  add(execution: number, place: Cell): void {
    this.#places.set(execution, place);
    const oldest = this.#places.keys().next();
    if (this.#places.size > kept && oldest.done !== true) this.#places.delete(oldest.value);
  }

  /** What has run, the newest first. */
  newest(): readonly Cell[] {
    return [...this.#places.values()].reverse();
  }

  /** The runtime is a new one: none of its functions are of these. */
  forget(): void {
    this.#places.clear();
  }

  get(execution: number): Cell | undefined {
    return this.#places.get(execution);
  }
}
