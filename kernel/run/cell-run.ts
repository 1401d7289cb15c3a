/** How a cell ends when it is not by the end of its evaluation. */
export type OtherEnd =
  { readonly kind: "interrupted" } | { readonly kind: "thrown"; readonly value: unknown };

/** One execution of a cell, as the runtime knows it. */
export class CellRun {
  readonly id: number;
  readonly count: number;
  readonly silent: boolean;
  readonly #abort = new AbortController();
  readonly #settled = Promise.withResolvers<OtherEnd>();
  /** Set by the code of the cell when its last statement is an expression. */
  result: { readonly value: unknown } | undefined;
  over = false;

  constructor(id: number, count: number, silent: boolean) {
    this.id = id;
    this.count = count;
    this.silent = silent;
  }

  /** Aborted when the cell is interrupted. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Settles when something beside the evaluation ends the cell. */
  get endedOtherwise(): Promise<OtherEnd> {
    return this.#settled.promise;
  }

  abort(reason: Error): void {
    this.#abort.abort(reason);
  }

  /** Ends the cell although its evaluation may never settle. */
  giveUp(): void {
    this.#settled.resolve({ kind: "interrupted" });
  }

  /** Ends the cell because its own timer, listener or forgotten promise threw. */
  fail(value: unknown): void {
    this.#settled.resolve({ kind: "thrown", value });
  }
}
