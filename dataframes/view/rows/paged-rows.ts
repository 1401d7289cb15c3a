/** Rows of a view that are asked for as they come into sight. */
import type { View } from "../../protocol/view.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import type { Table } from "../table/table.ts";
import { BlockCache } from "./block-cache.ts";
import { blockRows, countAfter, wantedBlocks } from "./orders.ts";
import { readWindow } from "./read-window.ts";
import type { Piece } from "./read-window.ts";
import type { HeldValue, RowCount, Rows, Wanted } from "./rows.ts";
import { heldIn } from "./inline-rows.ts";

interface AskedRowsEvents {
  /** Values came, or more is known about the number of rows. */
  changed(): void;
  /** Something has been asked for and there is no answer yet. */
  asking(active: boolean): void;
  /** Nothing more is asked for until {@link PagedRows.retry}. */
  failed(problem: DataframeError): void;
}

interface Start {
  readonly source: DataframeSource;
  readonly view: View;
  readonly count: RowCount;
  /** First rows of this view that are here already. */
  readonly sent?: Table;
}

const mostInFlight = 2;
const mostPieces = 4_000;

interface Flight {
  readonly block: number;
  readonly columns: ReadonlySet<number>;
  readonly over: AbortController;
}

export class PagedRows implements Rows {
  readonly #start: Start;
  readonly #events: AskedRowsEvents;
  readonly #cache = new BlockCache<Piece>(mostPieces);
  readonly #flights = new Set<Flight>();
  #count: RowCount;
  #wanted: Wanted | undefined;
  #stopped = false;

  constructor(start: Start, events: AskedRowsEvents) {
    this.#start = start;
    this.#events = events;
    this.#count = start.count;
  }

  get count(): RowCount {
    return this.#count;
  }

  at(row: number, column: number): HeldValue | undefined {
    const { sent } = this.#start;
    if (sent !== undefined && row < sent.rows) return heldIn(sent, row, column);
    const block = Math.floor(row / blockRows);
    const piece = this.#cache.get(block, column);
    const inside = row - block * blockRows;
    if (piece === undefined || inside >= piece.rows) return undefined;
    return { column: piece.column, row: inside, length: piece.cut.get(inside) };
  }

  want(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#plan();
  }

  /** Asks again after it has failed. */
  retry(): void {
    this.#stopped = false;
    this.#plan();
  }

  dispose(): void {
    this.#stopped = true;
    for (const { over } of this.#flights) over.abort();
  }

  #plan(): void {
    const wanted = this.#wanted;
    if (wanted === undefined || this.#stopped) return;
    const blocks = wantedBlocks(wanted, this.#count).filter((block) => !this.#isSent(block));
    for (const { block, over } of this.#flights) if (!blocks.includes(block)) over.abort();
    this.#cache.keep(blocks);
    for (const block of blocks) {
      if (this.#flights.size >= mostInFlight) return;
      const flying = [...this.#flights].filter((flight) => flight.block === block);
      const columns = this.#cache
        .missing(block, wanted.columns)
        .filter((column) => !flying.some((flight) => flight.columns.has(column)));
      if (columns.length > 0) void this.#fetch(block, columns);
    }
  }

  #isSent(block: number): boolean {
    const { sent } = this.#start;
    if (sent === undefined) return false;
    const { known, exact } = this.#count;
    const end = (block + 1) * blockRows;
    return (exact ? Math.min(end, known) : end) <= sent.rows;
  }

  async #fetch(block: number, columns: readonly number[]): Promise<void> {
    const flight: Flight = { block, columns: new Set(columns), over: new AbortController() };
    this.#flights.add(flight);
    if (this.#flights.size === 1) this.#events.asking(true);
    const { signal } = flight.over;
    const { source, view } = this.#start;
    const offset = block * blockRows;
    let arrived = false;
    try {
      const question = { method: "window", view, offset, limit: blockRows, columns: [...columns] } as const;
      const window = readWindow(await source.ask(question, signal), columns.length);
      if (signal.aborted) return;
      columns.forEach((column, index) => {
        const piece = window.pieces[index];
        if (piece !== undefined) this.#cache.put(block, column, piece);
      });
      this.#count = countAfter(this.#count, window.rows, offset, blockRows, window.came);
      arrived = true;
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      this.#flights.delete(flight);
      if (this.#flights.size === 0) this.#events.asking(false);
    }
    if (arrived) this.#events.changed();
    this.#plan();
  }

  #fail(error: unknown): void {
    this.#stopped = true;
    for (const { over } of this.#flights) over.abort();
    const cause = error instanceof Error ? error.message : String(error);
    this.#events.failed(error instanceof DataframeError ? error : new DataframeError("failed", cause));
  }
}
