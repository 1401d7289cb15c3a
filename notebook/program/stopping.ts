/**
 * How a program is stopped, by whoever started it: the kernel's supervisor for a run, process 1 of an exported image. A program
 * that computes, or waits for a child, answers no signal; then it is ended. One that listens for the signal itself has time.
 */
import type { StopSignal } from "./stop-signals.ts";

/** In which a program that does not listen itself must have ended. */
const answerMilliseconds = 400;
/** In which one that listens itself may end in its own way; engines wait 10 seconds before they use force. */
const graceMilliseconds = 8_000;
/** In which what the program has started may end after it. */
const childrenMilliseconds = 300;
/** One key press may reach a program on two ways. */
const sameMilliseconds = 500;
const lookMilliseconds = 20;

/** The program, which leads a process group. */
export interface Stoppable {
  /** To the program alone. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** To all of its group; false when nobody is left in it. 0 only looks. */
  readonly signalGroup: (signal: NodeJS.Signals | 0) => boolean;
  /** Tells it that its time is up. */
  readonly endNow: (signal: StopSignal) => void;
}

/** Whether the program's own code listens for a signal, as the program tells it. */
export interface OwnListener {
  readonly signal: StopSignal;
  readonly listens: boolean;
}

/** One program's end. */
export class Stopping {
  readonly #program: Stoppable;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #listened = new Set<StopSignal>();
  #signal: StopSignal | undefined;
  #killed = false;
  #impatient = false;

  constructor(program: Stoppable) {
    this.#program = program;
  }

  /** The signal that was sent first. */
  get signal(): StopSignal | undefined {
    return this.#signal;
  }

  /** Whether it had to be ended by force. */
  get killed(): boolean {
    return this.#killed;
  }

  /** What the program tells of its listeners. */
  heard({ signal, listens }: OwnListener): void {
    if (listens) this.#listened.add(signal);
    else this.#listened.delete(signal);
  }

  /** Asks the program to end; asked again it does not wait any longer. */
  ask(signal: StopSignal): void {
    if (this.#signal !== undefined) {
      if (this.#impatient) this.#kill();
      return;
    }
    this.#signal = signal;
    this.#program.signal(signal);
    this.#after(sameMilliseconds, () => (this.#impatient = true));
    const force = (): void => {
      this.#after(answerMilliseconds, () => {
        this.#kill();
      });
    };
    if (!this.#listened.has(signal)) force();
    else
      this.#after(graceMilliseconds, () => {
        this.#program.endNow(signal);
        force();
      });
  }

  /** The program itself is gone: ends what it has left behind. */
  async endRest(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    if (this.#signal !== undefined) {
      this.#program.signalGroup(this.#signal);
      if (await this.#isEmptySoon()) return;
    }
    this.#program.signalGroup("SIGKILL");
  }

  async #isEmptySoon(): Promise<boolean> {
    for (let waited = 0; waited < childrenMilliseconds; waited += lookMilliseconds) {
      if (!this.#program.signalGroup(0)) return true;
      await new Promise((resolve) => setTimeout(resolve, lookMilliseconds));
    }
    return false;
  }

  #kill(): void {
    this.#killed = true;
    this.#program.signal("SIGKILL");
  }

  #after(milliseconds: number, act: () => void): void {
    this.#timers.add(setTimeout(act, milliseconds));
  }
}
