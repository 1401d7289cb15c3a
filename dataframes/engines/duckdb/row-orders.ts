/** The row numbers of views in their order: found once, and kept for the last few views. */
import type { View } from "../../protocol/view.ts";
import { property } from "../../values/duck-typing.ts";
import type { DuckdbColumn } from "./column.ts";
import { TimeSlicer } from "../time-slicer.ts";
import type { PrivateTable } from "./private-table.ts";
import { SharedCall } from "../singleflight.ts";
import { conditionSql, orderSql } from "./view-sql.ts";

const kept = 4;

export class RowOrders {
  readonly #columns: readonly DuckdbColumn[];
  readonly #orders = new Map<string, SharedCall<Uint32Array>>();

  constructor(columns: readonly DuckdbColumn[]) {
    this.#columns = columns;
  }

  async of(view: View, table: PrivateTable, signal: AbortSignal): Promise<Uint32Array> {
    const key = JSON.stringify(view);
    const known = this.#orders.get(key);
    const order =
      known === undefined || known.stopped ? new SharedCall((stop) => this.#find(view, table, stop)) : known;
    this.#orders.delete(key);
    this.#orders.set(key, order);
    const [oldest] = this.#orders.keys();
    if (this.#orders.size > kept && oldest !== undefined) this.#orders.delete(oldest);
    try {
      return await order.wait(signal);
    } catch (error) {
      // What failed is tried again by whoever asks next.
      if (!signal.aborted && this.#orders.get(key) === order) this.#orders.delete(key);
      throw error;
    }
  }

  async #find(view: View, table: PrivateTable, signal: AbortSignal): Promise<Uint32Array> {
    const order = [...orderSql(this.#columns, view.sort), "r"].join(", ");
    const found = await table.ask(
      (put) => `select r from t where ${conditionSql(this.#columns, view, put)} order by ${order}`,
      signal,
    );
    const numbers = new Uint32Array(found.rowCount);
    const slices = new TimeSlicer(signal);
    for (let index = 0, at = 0; index < found.chunkCount; index += 1) {
      const chunk = found.getChunk(index);
      const vector = chunk.getColumnVector(0);
      const items = property(vector, "items");
      if (items instanceof Uint32Array) numbers.set(items, at);
      else for (let row = 0; row < chunk.rowCount; row += 1) numbers[at + row] = Number(vector.getItem(row));
      at += chunk.rowCount;
      await slices.rest();
    }
    return numbers;
  }
}
