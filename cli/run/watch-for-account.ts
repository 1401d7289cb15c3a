import type { RunAccount } from "../../pipeline/runner/run-account.ts";
import type { ProgramEnd } from "../../protocol/program.ts";
import type { CellError, CellsWatch } from "./run-cells.ts";

/** Follows which cell runs, and tells the account of the run, where somebody wants one, what its kernel says of the cells. */
export class WatchForAccount implements CellsWatch {
  readonly #account: RunAccount | undefined;
  readonly #file: string;
  #cell: string | null = null;

  /** @param file name of the notebook's file, with which traces begin */
  constructor(account: RunAccount | undefined, file: string) {
    this.#account = account;
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
  }

  failed(cell: string, { ename: name, evalue: message, traceback }: CellError): void {
    const [head = ""] = traceback;
    const line = head.startsWith(`${this.#file}:`)
      ? Number.parseInt(head.slice(this.#file.length + 1), 10)
      : null;
    this.#account?.hear({ failed: { name, message, cell, file: line === null ? null : this.#file, line } });
  }

  ended({ records = [], sentence: message }: ProgramEnd): void {
    for (const record of records) this.#account?.hear({ record });
    if (message !== undefined)
      this.#account?.hear({ failed: { message, cell: this.#cell, file: null, line: null } });
  }
}
