import type { OutputEdit } from "../../protocol/cell-outputs.ts";
import type { RunRecorder } from "../../pipeline/report/recorder.ts";
import type { RunAccount } from "../../pipeline/runner/run-account.ts";
import type { ProgramEnd } from "../../protocol/program.ts";
import type { CellError, CellsWatch } from "./run-cells.ts";

/** Follows which cell runs, and tells the account and the report of the run, where somebody wants them, what its kernel says of the cells. */
export class WatchForAccount implements CellsWatch {
  readonly #account: RunAccount | undefined;
  readonly #recorder: RunRecorder | undefined;
  readonly #file: string;
  #cell: string | null = null;

  /** @param file name of the notebook's file, with which traces begin */
  constructor(account: RunAccount | undefined, recorder: RunRecorder | undefined, file: string) {
    this.#account = account;
    this.#recorder = recorder;
    this.#file = file;
  }

  /** The cell that has started last. */
  get cell(): string | undefined {
    return this.#cell ?? undefined;
  }

  /** The run was ended as it took too long. */
  timedOut(sentence: string): void {
    this.#account?.timedOut(sentence, this.cell);
  }

  started(cell: string): void {
    this.#cell = cell;
    this.#recorder?.started(cell);
  }

  ended(cell: string, how: { readonly isOk: boolean; readonly milliseconds: number }): void {
    this.#recorder?.ended(cell, how);
  }

  /** What stands below a cell changes. That the process ends in it is told by the run's own end. */
  shown(cell: string, edit: OutputEdit): void {
    const isEnd =
      edit.kind === "append" && edit.output.kind === "error" && edit.output.name === "RuntimeEnded";
    if (!isEnd) this.#recorder?.apply(cell, edit);
  }

  failed(cell: string, { ename: name, evalue: message, traceback }: CellError): void {
    const [head = ""] = traceback;
    const line = head.startsWith(`${this.#file}:`)
      ? Number.parseInt(head.slice(this.#file.length + 1), 10)
      : null;
    this.#account?.hear({ failed: { name, message, cell, file: line === null ? null : this.#file, line } });
  }

  programEnded({ records = [], sentence: message }: ProgramEnd): void {
    for (const record of records) this.#account?.hear({ record });
    if (message !== undefined)
      this.#account?.hear({ failed: { message, cell: this.#cell, file: null, line: null } });
  }
}
