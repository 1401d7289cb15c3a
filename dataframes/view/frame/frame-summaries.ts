/// <reference lib="dom" />
/** The figures about one frame's columns: whether they are shown, and what they say. */
import type { View } from "../../protocol/view.ts";
import type { FrameModel } from "./frame-model.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import type { HeadNotes } from "../grid/head-cells.ts";
import type { PageState } from "../page/page-state.ts";
import { figures } from "../summaries/figures.ts";
import type { Figure } from "../summaries/figures.ts";
import { Summaries } from "../summaries/summaries.ts";
import { summaryCell } from "../summaries/summary-cell.ts";

export class FrameFigures {
  readonly #model: FrameModel;
  readonly #state: PageState;
  readonly #summaries: Summaries | undefined;

  /** @param source undefined where nobody can be asked */
  constructor(model: FrameModel, state: PageState, source: DataframeSource | undefined, changed: () => void) {
    this.#model = model;
    this.#state = state;
    this.#summaries = source === undefined ? undefined : new Summaries(source, model.view, changed);
  }

  /** What stands below the names; nothing where the person wants none, or nobody can be asked. */
  get head(): Pick<HeadNotes, "summary"> {
    const summaries = this.#shown;
    return summaries === undefined
      ? {}
      : { summary: (column) => summaryCell(summaries.get(column), this.#digits(column)) };
  }

  /** All figures of the column at this position, as far as they are shown and known. */
  at(position: number): readonly Figure[] | undefined {
    const column = this.#model.arrangement.shown[position];
    const known = column === undefined ? undefined : this.#shown?.get(column);
    return column === undefined || known === undefined || known === null
      ? undefined
      : figures(known, this.#digits(column));
  }

  /** The columns at these positions are in sight. */
  want(positions: readonly number[]): void {
    const { shown } = this.#model.arrangement;
    this.#shown?.want(positions.flatMap((position) => shown[position] ?? []));
  }

  /** Of these rows from now on. */
  setView(view: View): void {
    this.#summaries?.setView(view);
  }

  /** Asks again about columns of which nothing could be told. */
  retry(): void {
    this.#summaries?.retry();
  }

  dispose(): void {
    this.#summaries?.dispose();
  }

  get #shown(): Summaries | undefined {
    return this.#state.summary && this.#model.source !== undefined && this.#model.reading
      ? this.#summaries
      : undefined;
  }

  #digits(column: number): number | null {
    return this.#model.table.columns[column]?.use.digits ?? null;
  }
}
