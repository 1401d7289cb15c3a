/** Ctrl-C and its kin while a pipeline runs: the first is passed on to the pipeline, the second ends the run. */
import { signalExitCode, stopSignals } from "../../notebook/program/stop-signals.ts";
import type { StopSignal } from "../../notebook/program/stop-signals.ts";
import { exitCode } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** One key press may reach this process on two ways. */
const sameMilliseconds = 500;

export class StopSignals {
  /** Aborted when the run shall end now. */
  readonly signal: AbortSignal;
  readonly #ending = new AbortController();
  readonly #terminal: Terminal;
  readonly #handlers: readonly (readonly [StopSignal, () => void])[];
  #passOn: ((signal: StopSignal) => Promise<void>) | undefined;
  #code: number | undefined;
  #last = -Infinity;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.signal = AbortSignal.any([this.#ending.signal, terminal.gone]);
    this.#handlers = stopSignals.map((name) => [
      name,
      () => {
        this.#take(name);
      },
    ]);
    for (const [name, handler] of this.#handlers) process.on(name, handler);
  }

  /** The exit code of a run that is broken off; undefined when nobody asked for that. */
  get code(): number | undefined {
    return this.#code ?? (this.#terminal.gone.aborted ? exitCode.outputGone : undefined);
  }

  /** Whether any signal has come. */
  get asked(): boolean {
    return this.#last > -Infinity;
  }

  /** From now on the first signal is the pipeline's, which ends in its own way. */
  passOnWith(passOn: (signal: StopSignal) => Promise<void>): void {
    this.#passOn = passOn;
  }

  /** Leaves signals to Node again. */
  release(): void {
    for (const [name, handler] of this.#handlers) process.off(name, handler);
  }

  #take(signal: StopSignal): void {
    const since = performance.now() - this.#last;
    if (since < sameMilliseconds) return;
    this.#last = performance.now();
    const passOn = this.#passOn;
    this.#passOn = undefined;
    const end = (): void => {
      this.#code = signalExitCode(signal);
      this.#ending.abort(new Error("stopped"));
    };
    if (passOn === undefined) {
      end();
      return;
    }
    this.#terminal.note(`Stopping. ${signal === "SIGINT" ? "Ctrl-C" : signal} again does not wait.`);
    passOn(signal).catch(end);
  }
}
