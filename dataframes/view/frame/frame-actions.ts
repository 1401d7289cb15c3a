/** What can be done with the rows that are looked at: copied, written to a file, written as code. */
import type { ExportFormat } from "../../protocol/request.ts";
import type { View } from "../../protocol/view.ts";
import { type Copied, copiedText, type CopyFormat } from "../copy/formats.ts";
import type { Area } from "../grid/selection.ts";
import type { Notice } from "../page/notice.ts";
import { type Piece, readWindow } from "../rows/read-window.ts";
import type { HeldValue, Rows } from "../rows/rows.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import { grouped, plural } from "../table/shape.ts";
import type { FrameModel } from "./frame-model.ts";

/** Gathers the values of a selection, those that are not in the page from the kernel. */

/** So many cells go to the clipboard at most. */
const mostCells = 500_000;
const mostAtOnce = 50_000;
const longestWindow = 10_000;

interface Place {
  /** Undefined where nobody can be asked. */
  readonly source: DataframeSource | undefined;
  readonly view: View;
  readonly rows: Rows;
}

interface WantedArea {
  readonly top: number;
  readonly count: number;
  /** By position in the frame. */
  readonly columns: readonly number[];
  readonly names: readonly string[];
}

/** @param progress is told how many rows are here */
async function readArea(
  { source, view, rows }: Place,
  { top, count, columns, names }: WantedArea,
  signal: AbortSignal,
  progress: (here: number) => void,
): Promise<Copied> {
  const most = Math.max(1, Math.min(longestWindow, Math.floor(mostAtOnce / columns.length)));
  const windows: { readonly from: number; readonly pieces: readonly Piece[] }[] = [];
  for (let from = 0; from < count; from += most) {
    const limit = Math.min(most, count - from);
    if (source === undefined || isHere(rows, top + from, limit, columns)) windows.push({ from, pieces: [] });
    else {
      const offset = top + from;
      const question = { method: "window", view, offset, limit, columns: [...columns] } as const;
      windows.push({ from, pieces: readWindow(await source.ask(question, signal), columns.length).pieces });
    }
    progress(Math.min(count, from + most));
  }
  const at = (row: number, column: number): HeldValue | undefined => {
    const window = windows[Math.floor(row / most)];
    const piece = window?.pieces[column];
    const inside = row - (window?.from ?? 0);
    if (piece === undefined) return rows.at(top + row, columns[column] ?? -1);
    return { column: piece.column, row: inside, length: piece.cut.get(inside) };
  };
  return { names, rows: count, at };
}

function isHere(rows: Rows, top: number, count: number, columns: readonly number[]): boolean {
  for (let row = top; row < top + count; row += 1)
    if (columns.some((column) => rows.at(row, column) === undefined)) return false;
  return true;
}

/** How many of the values are only beginnings. */
function cutValues({ names, rows, at }: Copied): number {
  let cut = 0;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < names.length; column += 1)
      if (at(row, column)?.length !== undefined) cut += 1;
  return cut;
}

export class FrameActions {
  readonly #model: FrameModel;
  readonly #notice: Notice;
  readonly #say: (text: string) => void;

  /** @param say tells in a few words what was done */
  constructor(model: FrameModel, notice: Notice, say: (text: string) => void) {
    this.#model = model;
    this.#notice = notice;
    this.#say = say;
  }

  /** The selected cells, or all that is shown. */
  async copy(selected: Area | undefined, format: CopyFormat): Promise<void> {
    const { count, arrangement, view, source, table } = this.#model;
    if (arrangement.shown.length === 0) return;
    const all: Area = { top: 0, left: 0, bottom: count.known - 1, right: arrangement.shown.length - 1 };
    const area = selected ?? all;
    const columns = arrangement.shown.slice(area.left, area.right + 1);
    const wanted = area.bottom - area.top + 1;
    const most = Math.max(1, Math.floor(mostCells / columns.length));
    const rows = Math.min(wanted, most);
    const names = columns.map((column) => table.columns[column]?.name ?? "");
    const place = { source, view, rows: this.#model };
    const gather = (signal: AbortSignal, progress: (text: string) => void): ReturnType<typeof readArea> =>
      readArea(place, { top: area.top, count: rows, columns, names }, signal, (here) => {
        progress(`${grouped(here)} of ${plural(rows, "row")}`);
      });
    const here = this.#isHere(area.top, rows, columns);
    const copied = here
      ? await gather(new AbortController().signal, () => undefined)
      : await this.#notice.during("Copying", gather);
    if (copied === undefined) return;
    // Whole columns are a table of their own; a few cells are values.
    const text = copiedText(copied, format, wanted === count.known);
    const cut = cutValues(copied);
    const parts = [
      `${plural(rows, "row")} × ${plural(columns.length, "column")} copied`,
      ...(rows < wanted
        ? [`the first of ${grouped(wanted)}, as ${grouped(mostCells)} cells are the most`]
        : []),
      ...(cut > 0 ? [`${plural(cut, "long value")} cut`] : []),
    ];
    await this.put(text, parts.join("; "));
  }

  /** Puts a text on the clipboard. */
  async put(text: string, done: string): Promise<void> {
    const copied = await copyText(text);
    this.#say(copied ? done : `The browser does not allow copying (${grouped(text.length)} characters)`);
  }

  async export(format: ExportFormat): Promise<void> {
    const { source, view, arrangement } = this.#model;
    if (source === undefined) return;
    // Null is the answer of somebody who thought better of it.
    const path = await this.#notice.during("Exporting", (signal) =>
      source.export(view, arrangement.shown, format, signal),
    );
    if (typeof path === "string") this.#notice.say(`Exported to ${path}`);
  }

  async insertCode(): Promise<void> {
    const { source, view, arrangement } = this.#model;
    if (source === undefined) return;
    const inserted = await this.#notice.during("Writing the code", () =>
      source.insertCode(view, arrangement.shown),
    );
    if (inserted !== undefined) this.#say(inserted ? "A new cell has the code" : "No cell could be added");
  }

  #isHere(top: number, count: number, columns: readonly number[]): boolean {
    for (let row = top; row < top + count; row += 1)
      if (columns.some((column) => this.#model.at(row, column) === undefined)) return false;
    return true;
  }
}

/** Puts a text on the clipboard; false when the page may not. Call it while the user's key or click is being handled. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages without that permission can still answer the browser's own copying.
    return copyByEvent(text);
  }
}

function copyByEvent(text: string): boolean {
  let done = false;
  const answer = (event: ClipboardEvent): void => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
    done = event.clipboardData !== null;
  };
  document.addEventListener("copy", answer, { capture: true });
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way where the clipboard is denied
    document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", answer, { capture: true });
  }
  return done;
}
