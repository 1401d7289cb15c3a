/**
 * A notebook that is open in the editor: its module as it stands, and the way between places that the editor knows and places
 * of the module. The text of a whole file counts as one cell whose lines hold those of the cells.
 */
import { parseNotebook } from "../../notebook/format/parse.ts";
import type { Location, LocationLink, TextEdit } from "vscode-languageserver-protocol";
import { LineIndex } from "../module/line-index.ts";
import type { Position, Range } from "../module/line-index.ts";
import { ModuleBuilder } from "../module/notebook-module.ts";
import type { NotebookModule } from "../module/notebook-module.ts";
import type { CellEdit, CellSpan } from "../module/segment-map.ts";
import type { CellRange, NotebookState, Target } from "./questions.ts";

/** One cell of the notebook, and where its first line is in what the editor shows. */
interface Cell {
  readonly text: string;
  readonly lines: LineIndex;
  readonly firstLine: number;
}

/** The module with all that is needed to go back and forth, as it stood at one moment. */
export interface Snapshot {
  readonly module: NotebookModule;
  readonly lines: LineIndex;
  readonly cells: readonly (Cell | undefined)[];
  readonly npm: Readonly<Record<string, string>>;
  /** Whether the editor shows one text for all cells. */
  readonly isText: boolean;
}

export class OpenNotebook {
  readonly #builder = new ModuleBuilder();
  #snapshot: Snapshot | undefined;

  /** The notebook as it stands now; what the editor shows has just changed to this. */
  update({ content }: NotebookState): Snapshot {
    const read = content.kind === "cells" ? ofCells(content) : ofText(content.text);
    const module = this.#builder.build(read.cells.map((cell) => cell?.text));
    this.#snapshot = { ...read, module, lines: new LineIndex(module.text) };
    return this.#snapshot;
  }

  get snapshot(): Snapshot | undefined {
    return this.#snapshot;
  }
}

type Read = Pick<Snapshot, "cells" | "npm" | "isText">;

function ofCells({ code, npm }: { code: readonly (string | null)[]; npm: Snapshot["npm"] }): Read {
  const cells = code.map((text) =>
    text === null ? undefined : { text, lines: new LineIndex(text), firstLine: 0 },
  );
  return { cells, npm, isText: false };
}

function ofText(text: string): Read {
  const { notebook } = parseNotebook(text);
  const lines = text.split(/\r\n|\n|\r/);
  const cells = notebook.cells.map(({ kind, text: code, line }) => {
    const own = code.split("\n");
    // A line that had to be written otherwise in the file has other columns there.
    const isVerbatim = own.every((each, index) => each === lines[line - 1 + index]);
    return kind === "markdown" || !isVerbatim
      ? undefined
      : { text: code, lines: new LineIndex(code), firstLine: line - 1 };
  });
  return { cells, npm: notebook.frontMatter.image.npm, isText: true };
}

/** The cell and the offset in it that a place of the editor means; undefined outside of code. */
export function cellAt(
  { cells, isText }: Snapshot,
  cell: number,
  position: Position,
): { readonly cell: number; readonly offset: number } | undefined {
  const index = isText
    ? cells.findLastIndex((each) => each !== undefined && each.firstLine <= position.line)
    : cell;
  const found = cells[index];
  if (found === undefined) return undefined;
  const line = position.line - found.firstLine;
  if (line >= found.lines.starts.length) return undefined;
  return { cell: index, offset: found.lines.offsetAt({ line, character: position.character }) };
}

/** The place of the module that a place of the editor means. */
export function toModule(snapshot: Snapshot, cell: number, position: Position): Position | undefined {
  const place = cellAt(snapshot, cell, position);
  const at = place === undefined ? undefined : snapshot.module.map.toModule(place.cell, place.offset);
  return at === undefined ? undefined : snapshot.lines.positionAt(at);
}

/** The stretch of the module that a stretch of the editor means; both ends must lie in code. */
export function rangeToModule(snapshot: Snapshot, { cell, range }: CellRange): Range | undefined {
  const start = toModule(snapshot, cell, range.start);
  const end = toModule(snapshot, cell, range.end);
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** Where a stretch of a cell is in the editor. */
export function spanToEditor({ cells, isText }: Snapshot, { cell, start, end }: CellSpan): CellRange {
  const found = cells[cell];
  const range = found?.lines.rangeAt(start, end) ?? {
    start: { line: 0, character: 0 },
    end: { line: 0, character: 0 },
  };
  const first = found?.firstLine ?? 0;
  const down = ({ line, character }: Position): Position => ({ line: line + first, character });
  return { cell: isText ? 0 : cell, range: { start: down(range.start), end: down(range.end) } };
}

/** Where a stretch of the module is in the editor; undefined for generated text. */
export function toEditor(snapshot: Snapshot, range: Range): CellRange | undefined {
  const { lines, module } = snapshot;
  const span = module.map.spanToCell(lines.offsetAt(range.start), lines.offsetAt(range.end));
  return span === undefined ? undefined : spanToEditor(snapshot, span);
}

/** As {@link toEditor}, with the nearest text of a cell for generated text. */
export function nearestInEditor(snapshot: Snapshot, range: Range): CellRange | undefined {
  const { lines, module } = snapshot;
  const span = module.map.nearestSpan(lines.offsetAt(range.start), lines.offsetAt(range.end));
  return span === undefined ? undefined : spanToEditor(snapshot, span);
}

/** An edit of the module as one of a cell; undefined where it touches generated text. */
export function editToCell({ lines, module }: Snapshot, { range, newText }: TextEdit): CellEdit | undefined {
  return module.map.editToCell(lines.offsetAt(range.start), lines.offsetAt(range.end), newText);
}

/** Where a location is; undefined for one in generated text or in another notebook. */
export function targetOf(
  snapshot: Snapshot,
  ownUri: string,
  isModule: (uri: string) => boolean,
  location: Location | LocationLink,
): Target | undefined {
  const [uri, range] =
    "targetUri" in location
      ? [location.targetUri, location.targetSelectionRange]
      : [location.uri, location.range];
  if (uri === ownUri) {
    const found = toEditor(snapshot, range);
    return found === undefined ? undefined : { kind: "cell", ...found };
  }
  return isModule(uri) ? undefined : { kind: "file", uri, range };
}
