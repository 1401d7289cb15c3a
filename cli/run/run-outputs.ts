/** What the cells of a run put out, each under the cell that caused it, however late it comes. */
import type { CellResult } from "../../notebook/ipynb/to-ipynb.ts";
import type { ExecutionEvent } from "../../protocol/content.ts";
import { LateEvents } from "../../protocol/late-events.ts";
import type { Message } from "../../protocol/message.ts";
import { CellOutputs, type Displays } from "./cell-outputs.ts";

interface FollowedCell {
  readonly name: string;
  readonly outputs: CellOutputs;
}

export class RunOutputs {
  readonly #displays: Displays = new Map();
  readonly #late = new LateEvents();
  readonly #cells = new Map<string, FollowedCell>();
  readonly #results = new Map<number, () => CellResult>();
  readonly #tell: (cell: string, event: ExecutionEvent) => void;

  /** @param tell hears what comes after a cell has ended: from a timer, or from a promise that nobody awaited */
  constructor(tell: (cell: string, event: ExecutionEvent) => void) {
    this.#tell = tell;
  }

  /** A cell runs under this id. */
  begin(id: string, name: string): CellOutputs {
    const outputs = new CellOutputs(this.#displays);
    this.#late.begin(id);
    this.#cells.set(id, { name, outputs });
    return outputs;
  }

  /** A cell has ended. */
  set(index: number, outputs: CellOutputs, executionCount: number | undefined): void {
    this.#results.set(index, () => outputs.result(executionCount));
  }

  /** What each cell has given, by its index. */
  results(): ReadonlyMap<number, CellResult> {
    return new Map([...this.#results].map(([index, result]) => [index, result()]));
  }

  /** Hears every message of the kernel. */
  hear(message: Message): void {
    const late = this.#late.of(message);
    const cell = late === undefined ? undefined : this.#cells.get(late.id);
    if (late === undefined || cell === undefined) return;
    cell.outputs.addLate(late.event);
    this.#tell(cell.name, late.event);
  }
}
