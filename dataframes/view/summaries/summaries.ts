/** Figures about the columns that are looked at; each column is asked about once for the same rows. */
import type { ColumnSummary } from "../../protocol/summary.ts";
import type { View } from "../../protocol/view.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import { sameRows } from "../frame/edit-view.ts";
import { readSummaries } from "./read-summaries.ts";

/** Undefined: not here yet; null: there are none. */
export type Known = ColumnSummary | null | undefined;

const mostAtOnce = 40;
/** Scrolling on must not leave a trail of questions. */
const settleMilliseconds = 80;

export class Summaries {
  readonly #source: DataframeSource;
  readonly #changed: () => void;
  readonly #known = new Map<number, ColumnSummary | null>();
  #view: View;
  #wanted: readonly number[] = [];
  #over = new AbortController();
  #asking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: DataframeSource, view: View, changed: () => void) {
    this.#source = source;
    this.#view = view;
    this.#changed = changed;
  }

  get(column: number): Known {
    return this.#known.get(column);
  }

  /** These rows from now on; sorting changes nothing about them. */
  setView(view: View): void {
    const same = sameRows(view, this.#view);
    this.#view = view;
    if (same) return;
    this.dispose();
    this.#over = new AbortController();
    this.#known.clear();
    this.want(this.#wanted);
  }

  /** Columns in sight. */
  want(columns: readonly number[]): void {
    this.#wanted = columns;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#ask();
    }, settleMilliseconds);
  }

  /** Asks again about columns of which nothing could be told. */
  retry(): void {
    for (const [column, known] of this.#known) if (known === null) this.#known.delete(column);
    this.want(this.#wanted);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#over.abort();
    this.#asking = false;
  }

  async #ask(): Promise<void> {
    const columns = this.#wanted.filter((column) => !this.#known.has(column)).slice(0, mostAtOnce);
    const { signal } = this.#over;
    if (this.#asking || columns.length === 0 || signal.aborted) return;
    this.#asking = true;
    const told = await this.#told(columns, signal);
    if (told === undefined) return;
    this.#asking = false;
    for (const column of columns)
      this.#known.set(column, told.find((each) => each.column === column) ?? null);
    this.#changed();
    this.want(this.#wanted);
  }

  /** Undefined when nobody wants to know any more. */
  async #told(
    columns: readonly number[],
    signal: AbortSignal,
  ): Promise<readonly ColumnSummary[] | undefined> {
    const question = { method: "summary", view: { ...this.#view, sort: [] }, columns: [...columns] } as const;
    try {
      return readSummaries((await this.#source.ask(question, signal)).result);
    } catch {
      // Columns without figures stay without; the rows tell what is wrong with the kernel.
      return signal.aborted ? undefined : [];
    }
  }
}
