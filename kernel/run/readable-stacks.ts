/**
 * The stacks that cells see, of an error they catch and print too: they name the notebook's lines and leave the kernel out, as the
 * trace of an uncaught error does. In their exported pipeline the same code would see a file's lines.
 */
import { fileURLToPath } from "node:url";
import { writtenFrame } from "../../modules/loaded-modules.ts";
import { stackText } from "../../notebook/stack-text.ts";
import { CellPlaces } from "../trace/cell-places.ts";
import { ReadableStack } from "../trace/readable-stack.ts";
import type { TracedCell } from "../trace/readable-stack.ts";
import { notePlace } from "./error-place.ts";
import { cellUrlPrefix } from "../wire/cell-url.ts";

/** Where this program lives, as stacks write it. */
const kernelFolder = fileURLToPath(new URL(".", import.meta.url)).replace(/chunks\/$/, "");

const cellPlace = new RegExp(`${cellUrlPrefix}\\d+:\\d+:\\d+`);

export class ReadableStacks {
  readonly #cells = new CellPlaces<TracedCell>();
  readonly #stack: ReadableStack<TracedCell>;

  constructor(place: { readonly notebook: string; readonly folder: string }) {
    this.#stack = new ReadableStack({ ...place, kernelFolder }, (execution) => this.#cells.get(execution));
  }

  /** A cell is about to run. */
  add(execution: number, cell: TracedCell): void {
    this.#cells.add(execution, cell);
  }

  /** A raw stack, or some lines of one, in the notebook's words. */
  readonly map = (raw: string): string => this.#stack.map(raw);

  /** Takes part in making every stack from now on; a cell that sets `Error.prepareStackTrace` itself has its way. */
  install(): void {
    const value = (error: unknown, frames: readonly unknown[]): string => {
      const raw = stackText(
        error,
        frames.map((frame) => writtenFrame(String(frame))),
      );
      const place = cellPlace.exec(raw)?.[0];
      if (place !== undefined && typeof error === "object" && error !== null) notePlace(error, place);
      return this.#stack.map(raw);
    };
    Object.defineProperty(Error, "prepareStackTrace", { value, configurable: true, writable: true });
  }
}
