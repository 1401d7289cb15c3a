/** Views of a query: each window runs it anew, and reading past its end tells how many rows there are. */
import type { View } from "../../protocol/view.ts";
import { collect } from "./collect.ts";
import { heightOf, innerLazyOf, streamOf } from "./eager-frame.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Source } from "./source.ts";
import { ordered } from "./view-rows.ts";
import type { Queried, ViewRows, Windowed } from "./view-rows.ts";

export class LazyRows implements ViewRows {
  readonly #source: Source;
  /** Rows of views, by their filters. */
  readonly #counts = new Map<string, number>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** Known once the frame was read to its end. */
  get height(): number | null {
    return this.#counts.get(countKey({ filters: [], search: "" })) ?? null;
  }

  async window(
    view: View,
    offset: number,
    limit: number,
    columns: readonly PolarsColumn[],
    signal: AbortSignal,
  ): Promise<Windowed> {
    const { lazy, at } = ordered(this.#source, view);
    const frame = await collect(lazy.slice(offset, limit).select(...columns.map(at)), signal);
    const key = countKey(view);
    const found = columns.length === 0 ? limit : heightOf(frame);
    if (found < limit && (found > 0 || offset === 0)) this.#counts.set(key, offset + found);
    return { rows: this.#counts.get(key) ?? null, stream: streamOf(frame) };
  }

  /** Runs the query once for all columns that are asked about. */
  async query(view: View, columns: readonly PolarsColumn[], signal: AbortSignal): Promise<Queried> {
    const { pl } = this.#source;
    const places = new Map([...new Set(columns)].map((column, place) => [column, place]));
    const { lazy, at } = ordered(this.#source, { ...view, sort: [] });
    const frame = await collect(lazy.select(...[...places.keys()].map(at)), signal);
    this.#counts.set(countKey(view), heightOf(frame));
    return {
      lazy: pl.LazyDataFrame(innerLazyOf(frame)),
      at: (column) => pl.nth(places.get(column) ?? -1),
    };
  }
}

const countKey = ({ filters, search }: Pick<View, "filters" | "search">): string =>
  JSON.stringify({ filters, search });
