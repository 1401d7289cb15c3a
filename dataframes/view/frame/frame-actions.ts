/// <reference lib="dom" />
/** What can be done with the rows that are looked at: copied, written to a file, written as code. */
import type { ExportFormat } from "../../protocol/request.ts";
import { copyText } from "../copy/clipboard.ts";
import { copiedText } from "../copy/formats.ts";
import type { CopyFormat } from "../copy/formats.ts";
import { cutValues, mostCells, readArea } from "../copy/read-area.ts";
import type { FrameModel } from "./frame-model.ts";
import type { Notice } from "../page/notice.ts";
import type { Area } from "../grid/selection.ts";
import { grouped, plural } from "../table/shape.ts";

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
