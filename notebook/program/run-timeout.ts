/** The time that a run may take, by the front matter's `timeout`. */
import { asSubject } from "../cell-name.ts";
import { durationText } from "../duration-seconds.ts";

/** Measures one run. */
export class RunClock {
  readonly #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** Calls `onOver` once the seconds are gone; never where there is no limit. */
  constructor(seconds: number | null | undefined, onOver: () => void) {
    if (seconds === null || seconds === undefined) return;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      onOver();
    }, seconds * 1000).unref();
  }

  /** Whether the run has taken longer. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The run has ended, or ends for another reason. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** What is said of a run that has taken longer, in whose course this cell ran. */
export function timeoutSentence(cell: string | undefined, seconds: number): string {
  return `${asSubject(cell)} was ended: the run took longer than ${durationText(seconds)}, the timeout of its front matter.`;
}
