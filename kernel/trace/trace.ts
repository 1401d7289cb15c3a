/** Errors as a person wants to read them: places in the notebook, a code frame, no frames of the kernel. */
import { pathToFileURL } from "node:url";
import type { CompileError } from "../compile/compile-error.ts";
import type { Position } from "../compile/position-map.ts";
import { tellCell } from "../../protocol/cell-reference.ts";
import { cellUrlPrefix } from "../wire/cell-url.ts";
import type { Failure } from "../wire/frame.ts";
import { isInnerFrame } from "../wire/inner-frame.ts";
import type { CellPlace, CellPlaces } from "./cell-places.ts";
import { codeFrame } from "./code-frame.ts";

/** Content of a Jupyter `error` message. */
export interface ErrorText {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
  /** What an exported pipeline would end with because of it. */
  readonly exit_code: number;
}

const cellFrame = new RegExp(`${cellUrlPrefix}(\\d+):(\\d+):(\\d+)`, "g");

export interface TracerOptions {
  /** Path of the notebook as traces tell it. */
  readonly notebook: string;
  /** Folder of the notebook: its modules are told relative to it, as the path there differs between container and machine. */
  readonly folder: string;
  readonly kernelFolder: string;
  readonly places: CellPlaces;
}

export class Tracer {
  readonly #notebook: string;
  readonly #folders: readonly string[];
  readonly #kernelFolder: string;
  readonly #places: CellPlaces;

  constructor({ notebook, folder, kernelFolder, places }: TracerOptions) {
    this.#notebook = notebook;
    this.#folders = [pathToFileURL(folder).href, folder].map((each) => each.replace(/\/?$/, "/"));
    this.#kernelFolder = kernelFolder;
    this.#places = places;
  }

  /** An error of running code. */
  ofFailure(failure: Failure): ErrorText {
    const first = this.#firstPlace(failure.text);
    const traceback =
      first === undefined
        ? [this.map(failure.text)]
        : [this.#head(first.cell, first.at), this.map(failure.text)];
    return { ename: failure.name, evalue: failure.message, traceback, exit_code: failure.exitCode };
  }

  /** A cell that did not compile. */
  ofCompileError(error: CompileError, cell: CellPlace): ErrorText {
    return {
      ename: error.name,
      evalue: error.message,
      traceback: [this.#head(cell, error), `${error.name}: ${error.message}`],
      exit_code: 1,
    };
  }

  /** Raw stack text with every place of a cell told as a place of the notebook. */
  map(text: string): string {
    return text
      .split("\n")
      .filter((line) => !isInnerFrame(line, this.#kernelFolder))
      .map((line) => this.#shortened(line))
      .join("\n")
      .replace(cellFrame, (raw, execution: string, line: string, column: string) => {
        const cell = this.#places.get(Number(execution));
        if (cell === undefined) return raw;
        return this.#tell(cell, cell.original({ line: Number(line), column: Number(column) }));
      });
  }

  #firstPlace(text: string): { cell: CellPlace; at: Position } | undefined {
    const found = new RegExp(cellFrame.source).exec(text);
    if (found === null) return undefined;
    const [, execution, line, column] = found;
    const cell = this.#places.get(Number(execution));
    if (cell === undefined) return undefined;
    return { cell, at: cell.original({ line: Number(line), column: Number(column) }) };
  }

  #head(cell: CellPlace, at: Position): string {
    return `${this.#tell(cell, at)}\n\n${codeFrame(cell.text, at, cell.line ?? 1)}\n`;
  }

  #tell(cell: CellPlace, { line, column }: Position): string {
    if (cell.line === undefined) return tellCell({ ...cell, line, column });
    const number = cell.number === undefined ? `[${cell.executionCount}]` : String(cell.number);
    const name = `cell ${cell.name === undefined ? number : `"${cell.name}"`}`;
    return `${this.#notebook}:${cell.line + line - 1}:${column} ${name}`;
  }

  /** A frame of a module beside the notebook; packages keep their full place. */
  #shortened(line: string): string {
    if (!/^\s*at /.test(line) || line.includes("/node_modules/")) return line;
    const [start = "", place = ""] = /^(\s*at (?:.*\()?)(.*)$/.exec(line)?.slice(1) ?? [];
    const folder = this.#folders.find((each) => place.startsWith(each));
    if (folder === undefined) return line;
    // A module that was loaded again carries a version behind its path.
    return `${start}./${place.slice(folder.length).replace(/\?changed=[\d.]+(?=:)/, "")}`;
  }
}
