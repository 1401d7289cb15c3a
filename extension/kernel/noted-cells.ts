/**
 * Remembers the cells of one notebook that run for longer than a moment. What is over by then could not be found again anyway,
 * and each write to the editor's storage is something that the editor does before it shows what the cell has put out.
 */
import type { RunningCells } from "../run/editor-runs.ts";
import type { KeptCell, KeptKernels } from "./kept-kernels.ts";

const momentMilliseconds = 30;

export class NotedCells implements RunningCells {
  readonly #kept: Pick<KeptKernels, "cell" | "cellEnded">;
  readonly #notebook: string;
  readonly #failed: (error: unknown) => void;
  readonly goesOnElsewhere: () => boolean;
  readonly #waiting = new Map<string, KeptCell>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    kept: Pick<KeptKernels, "cell" | "cellEnded">,
    notebook: string,
    failed: (error: unknown) => void,
    goesOnElsewhere: () => boolean = () => false,
  ) {
    this.goesOnElsewhere = goesOnElsewhere;
    this.#kept = kept;
    this.#notebook = notebook;
    this.#failed = failed;
  }

  note(cell: KeptCell): void {
    this.#waiting.set(cell.id, cell);
    this.#timer ??= setTimeout(() => {
      this.#write();
    }, momentMilliseconds);
  }

  ended(id: string): void {
    this.#waiting.delete(id);
    this.#kept.cellEnded(this.#notebook, id).catch(this.#failed);
  }

  #write(): void {
    this.#timer = undefined;
    for (const cell of this.#waiting.values()) this.#kept.cell(this.#notebook, cell).catch(this.#failed);
    this.#waiting.clear();
  }
}
