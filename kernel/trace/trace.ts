/** Errors as a person wants to read them: the place in the notebook, a code frame, and the stack as {@link ReadableStack} tells it. */
import type { CompileError } from "../../modules/compile-error.ts";
import type { Said } from "../../protocol/content.ts";
import type { Position } from "../compile/position-map.ts";
import type { Failure } from "../wire/packet-table.ts";
import type { CellPlace, CellPlaces } from "./cell-places.ts";
import { codeFrame, moduleFrame } from "./code-frame.ts";
import { ReadableStack } from "./readable-stack.ts";
import type { StackPlaces } from "./readable-stack.ts";

/** An error as clients are told it, see {@link errorContent}. */
export interface ErrorText {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
  /** What an exported pipeline would end with because of it. */
  readonly exitCode: number;
}

/** Content of a Jupyter `error` message; the exit code stands in its metadata. */
export const errorContent = ({ ename, evalue, traceback }: ErrorText): Said<"error"> => ({
  ename,
  evalue,
  traceback,
});

export interface TracerOptions extends StackPlaces {
  readonly places: CellPlaces;
}

export class Tracer {
  readonly #stack: ReadableStack<CellPlace>;
  readonly #folder: string;

  constructor({ places, ...options }: TracerOptions) {
    this.#folder = options.folder;
    this.#stack = new ReadableStack(options, (execution) => places.get(execution));
  }

  /** An error of running code. */
  ofFailure(failure: Failure): ErrorText {
    const first = this.#stack.firstPlace(failure.place ?? failure.text);
    const stack = this.map(failure.text);
    const inModule = moduleFrame(stack, this.#folder);
    const traceback = [
      ...(first === undefined ? [] : [this.#head(first.cell, first.at)]),
      ...(inModule === undefined ? [] : [inModule]),
      stack,
    ];
    return { ename: failure.name, evalue: failure.message, traceback, exitCode: failure.exitCode };
  }

  /** A cell that did not compile. */
  ofCompileError(error: CompileError, cell: CellPlace): ErrorText {
    return {
      ename: error.name,
      evalue: error.message,
      traceback: [this.#head(cell, error), `${error.name}: ${error.message}`],
      exitCode: 1,
    };
  }

  /** Raw stack text with every place of a cell told as a place of the notebook. */
  map(text: string): string {
    return this.#stack.map(text);
  }

  #head(cell: CellPlace, at: Position): string {
    return `${this.#stack.tell(cell, at)}\n\n${codeFrame(cell.text, at, cell.line ?? 1)}\n`;
  }
}
