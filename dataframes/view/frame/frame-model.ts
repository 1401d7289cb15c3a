/**
 * What is looked at of one dataframe: a view of its rows, and which columns. A change of the view is asked for first and
 * takes effect with its first answer; until then, and where there is none, what was shown stays.
 */
import type { View } from "../../protocol/view.ts";
import type { DataframeError } from "../../protocol/dataframe-error.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import { PagedRows } from "../rows/paged-rows.ts";
import type { HeldValue, RowCount, Rows, Wanted } from "../rows/rows.ts";
import { InlineRows } from "../rows/inline-rows.ts";
import type { Shape } from "../table/shape.ts";
import type { Table } from "../table/table.ts";
import { allColumns, arrange } from "../layout/arrangement.ts";
import type { Arrangement, ColumnChoice } from "../layout/arrangement.ts";
import { hasAllRows, sameRows, sameView, wholeFrame } from "./edit-view.ts";

interface ModelEvents {
  /** Another view, or other columns. @param top whether the rows are others */
  shown(top: boolean): void;
  /** Values came, or more rows are known of. */
  changed(): void;
  /** What is being waited for; "" when nothing is. */
  waiting(text: string): void;
  /** A question has no answer. */
  problem(problem: DataframeError): void;
}

/** Shorter waits are not spoken of. */
const patienceMilliseconds = 300;
const firstWanted = 60;

export class FrameModel implements Rows {
  readonly table: Table;
  readonly #events: ModelEvents;
  readonly #sent: InlineRows;
  /** The frame as it is; undefined where nobody could ever be asked. */
  readonly #base: PagedRows | undefined;
  readonly #source: DataframeSource | undefined;
  #rows: Rows;
  #next: PagedRows | undefined;
  #view: View = wholeFrame;
  #asked: View = wholeFrame;
  /** What was asked for without an answer. */
  #failed: View | undefined;
  #expired = false;
  #choice: ColumnChoice = allColumns;
  #arrangement: Arrangement;
  #wanted: Wanted = { first: 0, count: firstWanted, columns: [] };
  #reading: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(table: Table, shape: Shape, source: DataframeSource | undefined, events: ModelEvents) {
    this.table = table;
    this.#events = events;
    this.#source = source;
    this.#arrangement = arrange(table.columns.length, this.#choice);
    this.#sent = new InlineRows(table);
    const count = { known: shape.rows ?? table.rows, exact: shape.rows !== null };
    this.#base = source === undefined ? undefined : this.#ask(source, wholeFrame, count, table);
    this.#rows = this.#base ?? this.#sent;
    this.#reading = count.exact || table.rows > 0;
  }

  /** Undefined where nobody can be asked, or no longer. */
  get source(): DataframeSource | undefined {
    return this.#expired ? undefined : this.#source;
  }

  /** Whether only the rows that came can be shown, whatever was asked for. */
  get lost(): boolean {
    return this.#base !== undefined && this.#rows === this.#sent;
  }

  /** What is shown. */
  get view(): View {
    return this.#view;
  }

  /** What was asked for last; shown as soon as it is here. */
  get asked(): View {
    return this.#asked;
  }

  get choice(): ColumnChoice {
    return this.#choice;
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  /** Of the view. */
  get count(): RowCount {
    return this.#rows.count;
  }

  /** Of the whole frame. */
  get all(): RowCount {
    return this.#base?.count ?? this.#sent.count;
  }

  get filtered(): boolean {
    return !hasAllRows(this.#view);
  }

  /** False for a frame of which nothing was read yet; {@link read} begins. */
  get reading(): boolean {
    return this.#reading;
  }

  at(row: number, column: number): HeldValue | undefined {
    return this.#rows.at(row, column);
  }

  /** The rows of the view that are here, for widths of columns. */
  firstRows(): Table {
    const columns = this.table.columns.map((column, index) => ({
      ...column,
      cell: (row: number) => {
        const held = this.at(row, index);
        return held?.column.cell(held.row) ?? { kind: "value" as const, text: "", cut: false };
      },
    }));
    return { rows: Math.min(firstWanted, this.count.known), columns };
  }

  want(wanted: Wanted): void {
    this.#wanted = wanted;
    if (this.#reading) this.#rows.want(wanted);
  }

  read(): void {
    this.#reading = true;
    this.#rows.want({ ...this.#wanted, first: 0, count: firstWanted });
  }

  choose(choice: ColumnChoice): void {
    this.#choice = choice;
    this.#arrangement = arrange(this.table.columns.length, choice);
    this.#events.shown(false);
  }

  look(view: View): void {
    const { source } = this;
    if (source === undefined || this.#base === undefined || sameView(view, this.#asked)) return;
    this.#dropNext();
    this.#asked = view;
    this.#reading = true;
    if (sameView(view, wholeFrame)) this.#showBase(this.#base);
    else if (sameView(view, this.#view)) this.#events.waiting("");
    else {
      const count = sameRows(view, this.#view) ? this.#rows.count : { known: firstWanted, exact: false };
      this.#next = this.#ask(source, view, count, undefined);
      this.#next.want({ ...this.#wanted, first: 0, count: firstWanted });
    }
  }

  /** Asks again after a problem, for what was asked for then. */
  retry(): void {
    if (this.#base === undefined) return;
    const wanted = this.#failed ?? this.#view;
    this.#failed = undefined;
    this.#expired = false;
    if (!sameView(wanted, this.#asked)) this.look(wanted);
    else if (this.#rows instanceof PagedRows) this.#rows.retry();
    else this.#showBase(this.#base);
  }

  dispose(): void {
    this.#dropNext();
    this.#base?.dispose();
    if (this.#rows !== this.#base) this.#rows.dispose();
    clearTimeout(this.#timer);
  }

  #ask(source: DataframeSource, view: View, count: RowCount, sent: Table | undefined): PagedRows {
    const rows: PagedRows = new PagedRows(
      { source, view, count, ...(sent === undefined ? {} : { sent }) },
      {
        changed: () => {
          if (rows === this.#next) this.#show(view, rows);
          else if (rows === this.#rows) this.#events.changed();
        },
        asking: (active) => {
          if (rows === this.#next || (rows === this.#rows && this.#next === undefined))
            this.#wait(active, rows);
        },
        failed: (problem) => {
          this.#fail(problem, rows);
        },
      },
    );
    return rows;
  }

  #show(view: View, rows: Rows): void {
    const before = this.#rows;
    if (rows === this.#next) this.#next = undefined;
    this.#rows = rows;
    this.#view = view;
    this.#asked = view;
    if (before !== rows && before !== this.#base) before.dispose();
    this.#wait(false, undefined);
    this.#events.shown(before !== rows);
  }

  #showBase(base: PagedRows): void {
    this.#show(wholeFrame, base);
    base.retry();
  }

  #dropNext(): void {
    const next = this.#next;
    this.#next = undefined;
    next?.dispose();
    this.#wait(false, undefined);
  }

  #wait(active: boolean, rows: Rows | undefined): void {
    clearTimeout(this.#timer);
    if (!active) this.#events.waiting("");
    else
      this.#timer = setTimeout(() => {
        this.#events.waiting(rows === this.#next ? this.#change() : "Waiting for the running cell…");
      }, patienceMilliseconds);
  }

  #change(): string {
    if (sameRows(this.#asked, this.#view)) return "Sorting…";
    return this.#asked.search === this.#view.search ? "Filtering…" : "Searching…";
  }

  #fail(problem: DataframeError, rows: PagedRows): void {
    if (rows !== this.#next && rows !== this.#rows) return;
    const gone = problem.code === "expired" || problem.code === "no-kernel";
    this.#failed = this.#asked;
    this.#expired = problem.code === "expired";
    this.#dropNext();
    this.#asked = this.#view;
    if (gone) this.#show(wholeFrame, this.#sent);
    this.#events.problem(problem);
  }
}
