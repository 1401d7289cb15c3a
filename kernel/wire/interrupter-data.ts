import type { SharedText } from "../run/held-text.ts";

/** What the runtime's main thread shares with its interrupter thread. */
export interface InterrupterData {
  /** The number of the last interrupt that the main thread has dealt with by itself. */
  readonly handled: Int32Array;
  /** What the cell has printed and nobody has written yet. */
  readonly text: SharedText;
}
