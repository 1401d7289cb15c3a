/** Ctrl-C and its kin while a pipeline runs: the first interrupts the cell, the second ends the run. */
import { constants } from "node:os";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal/terminal.ts";

export class StopSignals {
  /** Aborted when the run shall end now. */
  readonly signal: AbortSignal;
  readonly #ending = new AbortController();
  readonly #terminal: Terminal;
  readonly #handlers: readonly (readonly [NodeJS.Signals, () => void])[];
  #interrupt: (() => Promise<void>) | undefined;
  #code: number | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.signal = AbortSignal.any([this.#ending.signal, terminal.gone]);
    this.#handlers = [
      [
        "SIGINT",
        () => {
          this.#onInterrupt();
        },
      ],
      [
        "SIGTERM",
        () => {
          this.#end(exitCode.terminated);
        },
      ],
      [
        "SIGHUP",
        () => {
          this.#end(128 + constants.signals.SIGHUP);
        },
      ],
    ];
    for (const [name, handler] of this.#handlers) process.on(name, handler);
  }

  /** The exit code a signal asks for; undefined when none came. */
  get code(): number | undefined {
    return this.#code ?? (this.#terminal.gone.aborted ? exitCode.outputGone : undefined);
  }

  /** From now on the first Ctrl-C asks the kernel to interrupt the cell. */
  interruptWith(interrupt: () => Promise<void>): void {
    this.#interrupt = interrupt;
  }

  /** Leaves signals to Node again. */
  release(): void {
    for (const [name, handler] of this.#handlers) process.off(name, handler);
  }

  #onInterrupt(): void {
    const interrupt = this.#interrupt;
    if (interrupt === undefined || this.#code !== undefined) {
      this.#end(exitCode.interrupted);
      return;
    }
    this.#code = exitCode.interrupted;
    this.#terminal.note("Interrupting the cell. Ctrl-C again ends the run.");
    interrupt().catch(() => {
      this.#end(exitCode.interrupted);
    });
  }

  #end(code: number): void {
    this.#code = code;
    this.#ending.abort(new Error("stopped"));
  }
}
