/** Stacks as a person wants to read them: places of cells told as places of the notebook, no frames of the kernel. */
import { pathToFileURL } from "node:url";
import { tellCell } from "../../protocol/cell-reference.ts";
import type { Position } from "../compile/position-map.ts";
import { cellUrlPrefix } from "../wire/cell-url.ts";
import { placeInText } from "./place-map.ts";
import type { PlaceMap } from "./place-map.ts";

/** What is needed of a cell to tell a place in it. */
export interface TracedCell {
  /** The cell's name, or undefined. */
  readonly name: string | undefined;
  /** Its place among the notebook's cells, from 1; undefined when the client did not say. */
  readonly number: number | undefined;
  /** 1-based line of the file on which the cell's text starts; undefined when the client did not say. */
  readonly line: number | undefined;
  readonly executionCount: number;
  /** From places in the running code to those in the text. */
  readonly places: PlaceMap;
}

/** Where the code of a stack lives. */
export interface StackPlaces {
  /** Path of the notebook as traces tell it. */
  readonly notebook: string;
  /** Folder of the notebook: its modules are told relative to it, as the path there differs between container and machine. */
  readonly folder: string;
  readonly kernelFolder: string;
}

const cellFrame = new RegExp(`${cellUrlPrefix}(\\d+):(\\d+):(\\d+)`, "g");

export class ReadableStack<Cell extends TracedCell> {
  readonly #notebook: string;
  readonly #folders: readonly string[];
  readonly #kernelFolder: string;
  readonly #cellOf: (execution: number) => Cell | undefined;

  /** @param cellOf the cell that ran as an execution */
  constructor(
    { notebook, folder, kernelFolder }: StackPlaces,
    cellOf: (execution: number) => Cell | undefined,
  ) {
    this.#notebook = notebook;
    this.#folders = [pathToFileURL(folder).href, folder].map((each) => each.replace(/\/?$/, "/"));
    this.#kernelFolder = kernelFolder;
    this.#cellOf = cellOf;
  }

  /** Raw stack text with every place of a cell told as a place of the notebook. */
  map(text: string): string {
    return text
      .split("\n")
      .filter((line) => !isInnerFrame(line, this.#kernelFolder))
      .map((line) => this.#shortened(line))
      .join("\n")
      .replace(cellFrame, (raw, execution: string, line: string, column: string) => {
        const found = this.#placed(execution, line, column);
        return found === undefined ? raw : this.tell(found.cell, found.at);
      });
  }

  /** The first place of a cell that a raw stack names. */
  firstPlace(text: string): { readonly cell: Cell; readonly at: Position } | undefined {
    const [, execution = "", line = "", column = ""] = new RegExp(cellFrame.source).exec(text) ?? [];
    return this.#placed(execution, line, column);
  }

  /** A place of a cell in words. */
  tell(cell: TracedCell, { line, column }: Position): string {
    if (cell.line === undefined) return tellCell({ ...cell, line, column });
    const number = cell.number === undefined ? `[${cell.executionCount}]` : String(cell.number);
    const name = `cell ${cell.name === undefined ? number : `"${cell.name}"`}`;
    return `${this.#notebook}:${cell.line + line - 1}:${column} ${name}`;
  }

  #placed(
    execution: string,
    line: string,
    column: string,
  ): { readonly cell: Cell; readonly at: Position } | undefined {
    const cell = this.#cellOf(Number(execution));
    if (cell === undefined) return undefined;
    return { cell, at: placeInText(cell.places, { line: Number(line), column: Number(column) }) };
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

/** Whether a line of a stack is a frame of Node's or of the kernel's insides, which says nothing to the writer of a cell. */
export function isInnerFrame(line: string, kernelFolder: string): boolean {
  return /^\s*at /.test(line) && (/node:(internal\/|inspector)/.test(line) || line.includes(kernelFolder));
}
