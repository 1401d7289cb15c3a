/**
 * How far a run through granules is: in a notebook a bar that moves, in a pipeline's log a line from time to time; at the end one
 * sentence on standard output, the same in both.
 */
import { performance } from "node:perf_hooks";
import process from "node:process";

/** How many granules there are of each kind. */
export interface GranuleCounts {
  readonly granules: number;
  readonly done: number;
  readonly skipped: number;
  readonly quarantined: number;
  /** To be tried again by another run. */
  readonly again: number;
}

const barMilliseconds = 200;
const lineMilliseconds = 10_000;

// The threads to the programs that run cells: the kernel's `display`, and what an exported pipeline writes its log with.
const displayOfKernel = (): unknown => Reflect.get(globalThis, "display");
const logOfPipeline = (): unknown => Reflect.get(globalThis, Symbol.for("pipenb.log"));

/** @internal */
export class Progress {
  #bar: unknown;
  #lastBar = performance.now();
  #lastLine = performance.now();

  /** Says it, if it is time to. */
  step(counts: GranuleCounts): void {
    const now = performance.now();
    if (now - this.#lastBar >= barMilliseconds) {
      this.#lastBar = now;
      this.#show(counts, "");
    }
    if (now - this.#lastLine < lineMilliseconds) return;
    this.#lastLine = now;
    const log = logOfPipeline();
    if (typeof log === "function") Reflect.apply(log, undefined, [sentenceOf(counts), "progress"]);
  }

  end(counts: GranuleCounts): void {
    if (typeof displayOfKernel() === "function") this.#show(counts, sentenceOf(counts));
    else process.stdout.write(`${sentenceOf(counts)}\n`);
  }

  /** Without a text where it is shown as a picture only: what is printed shall not hang on how fast it goes. */
  #show(counts: GranuleCounts, text: string): void {
    const display = displayOfKernel();
    if (typeof display !== "function") return;
    const shown = {
      [Symbol.for("Jupyter.display")]: () => ({ "text/html": barOf(counts), "text/plain": text }),
    };
    if (this.#bar === undefined) this.#bar = Reflect.apply(display, undefined, [shown]);
    else if (typeof this.#bar === "object" && this.#bar !== null && "update" in this.#bar) {
      const { update } = this.#bar;
      if (typeof update === "function") Reflect.apply(update, this.#bar, [shown]);
    }
  }
}

/**
 * `1,000 granules: 980 done, 10 skipped, 10 quarantined.`
 * @internal
 */
export function sentenceOf(counts: GranuleCounts): string {
  const { granules, done, skipped, quarantined, again } = counts;
  const left = granules - done - skipped - quarantined - again;
  const parts = [
    [done, "done"],
    [skipped, "skipped"],
    [quarantined, "quarantined"],
    [again, "to be tried again"],
    [left, "to do"],
  ] as const;
  const said = parts
    .filter(([count, name]) => count > 0 || name === "done")
    .map(([count, name]) => `${figure(count)} ${name}`);
  return `${figure(granules)} ${granules === 1 ? "granule" : "granules"}: ${said.join(", ")}.`;
}

const figure = (count: number): string => count.toLocaleString("en-US");

function barOf(counts: GranuleCounts): string {
  const over = counts.done + counts.skipped + counts.quarantined + counts.again;
  return `<progress max="${counts.granules}" value="${over}"></progress> ${sentenceOf(counts)}`;
}
