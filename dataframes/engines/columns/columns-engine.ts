/** Looks into frames by columns of our own: windows come from the values themselves, all else from the thread beside the cells. */
import type { Chart } from "../../protocol/chart.ts";
import type { DataframeDescription, ValuesResult } from "../../protocol/reply.ts";
import type { ExportFormat } from "../../protocol/request.ts";
import type { ColumnSummary } from "../../protocol/summary.ts";
import type { View } from "../../protocol/view.ts";
import { pickRows, readRows } from "../../detect/column-reader.ts";
import type { ReadableDataframe } from "../../detect/column-reader.ts";
import { writeStream } from "../../values/write-stream.ts";
import type { ValueColumn } from "../../values/write-stream.ts";
import type { DataframeEngine, WindowQuestion } from "../engine.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { ColumnStore } from "./column-store.ts";
import type { ColumnThread } from "./column-thread.ts";
import { exportRows } from "./export-rows.ts";
import type { Rows } from "./thread-messages.ts";
import { Singleflight } from "../singleflight.ts";
import { TimeSlicer } from "../time-slicer.ts";
import type { WriteCode } from "./view-code.ts";
import { inFull } from "./full-values.ts";

const viewsKept = 4;
/** Columns that are read together to be summarized. */
const columnsTogether = 4;

export class ColumnsEngine implements DataframeEngine {
  readonly #frame: ReadableDataframe;
  readonly #thread: ColumnThread;
  readonly #store: ColumnStore;
  readonly #code: WriteCode;
  readonly #ordering = new Singleflight<Rows>();
  /** By view, the least recently used first. */
  readonly #orders = new Map<string, Rows>();

  constructor(frame: ReadableDataframe, thread: ColumnThread, code: WriteCode) {
    this.#frame = frame;
    this.#thread = thread;
    this.#store = new ColumnStore(frame, thread);
    this.#code = code;
  }

  describe(): DataframeDescription {
    const columns = this.#frame.columns.map(({ name, type, role }) => ({ name, type, role }));
    return { kind: this.#frame.kind, rows: this.#frame.rows(), columns };
  }

  async window({ view, offset, limit, columns }: WindowQuestion, signal: AbortSignal) {
    this.#check(view, columns);
    const order = await this.#rows(view, signal);
    const rows = order?.length ?? this.#frame.rows();
    const [from, to] = [Math.min(offset, rows), Math.min(offset + limit, rows)];
    const slices = new TimeSlicer(signal);
    const read: ValueColumn[] = [];
    for (const index of columns) {
      const column = inFull(this.#column(index));
      read.push(
        order === undefined ? readRows(column, from, to) : pickRows(column, order.subarray(from, to)),
      );
      await slices.rest();
    }
    return { rows, stream: writeStream(read) };
  }

  async summarize(
    view: View,
    columns: readonly number[],
    signal: AbortSignal,
  ): Promise<readonly ColumnSummary[]> {
    this.#check(view, columns);
    return this.#store.use(async () => {
      const within = await this.#rows({ ...view, sort: [] }, signal);
      const left = [...columns];
      const asked: Promise<ColumnSummary>[] = [];
      // Two at a time: some columns are read while the thread looks into those before.
      const next = async (): Promise<void> => {
        while (left.length > 0) {
          const together = left.splice(0, columnsTogether);
          const names = await this.#store.columns(together, signal);
          for (const [place, column] of names.entries()) {
            const position = together[place] ?? 0;
            const summary = this.#thread.ask({ do: "summarize", column, position, within }, signal);
            // Waited for below, when all columns are on their way.
            summary.catch(() => undefined);
            asked.push(summary);
          }
        }
      };
      await Promise.all([next(), next()]);
      const summaries = new Map((await Promise.all(asked)).map((summary) => [summary.column, summary]));
      return columns.flatMap((column) => summaries.get(column) ?? []);
    });
  }

  async values(
    view: View,
    column: number,
    search: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<ValuesResult> {
    this.#check(view, [column]);
    return this.#store.use(async () => {
      const within = await this.#rows({ ...view, sort: [] }, signal);
      const name = await this.#store.column(column, signal);
      return this.#thread.ask({ do: "values", column: name, within, search, limit }, signal);
    });
  }

  async chart(view: View, chart: Chart, signal: AbortSignal) {
    this.#check(
      view,
      [chart.x, chart.y, chart.color].filter((column) => column !== undefined),
    );
    return this.#store.use(async () => {
      const within = await this.#rows({ ...view, sort: [] }, signal);
      const named = (column: number | undefined) =>
        column === undefined ? undefined : this.#store.column(column, signal);
      const [y, color] = [await named(chart.y), await named(chart.color)];
      const x = await this.#store.column(chart.x, signal);
      return this.#thread.ask({ do: "chart", chart, x, y, color, within }, signal);
    });
  }

  async write(
    path: string,
    format: ExportFormat,
    view: View,
    columns: readonly number[],
    signal: AbortSignal,
  ): Promise<void> {
    this.#check(view, columns);
    const order = await this.#rows(view, signal);
    const rows = order ?? this.#frame.rows();
    await exportRows(
      { path, format, thread: this.#thread, columns: columns.map((index) => this.#column(index)), rows },
      signal,
    );
  }

  code(view: View, columns: readonly number[], name: string): string {
    this.#check(view, columns);
    return this.#code(this.#frame, view, columns, name);
  }

  #column(index: number): ReadableDataframe["columns"][number] {
    const column = this.#frame.columns[index];
    if (column === undefined) throw new DataframeError("bad-request", `There is no column ${index}.`);
    return column;
  }

  #check({ sort, filters }: View, columns: readonly number[]): void {
    for (const index of [...columns, ...[...sort, ...filters].map(({ column }) => column)])
      this.#column(index);
  }

  async #rows(view: View, signal: AbortSignal): Promise<Rows> {
    signal.throwIfAborted();
    if (view.sort.length === 0 && view.filters.length === 0 && view.search === "") return undefined;
    const key = `${this.#store.version} ${JSON.stringify(view)}`;
    const known = this.#orders.get(key);
    const order = known ?? (await this.#ordering.do(key, (stop) => this.#order(view, stop), signal));
    this.#orders.delete(key);
    this.#orders.set(key, order);
    for (const oldest of this.#orders.keys()) {
      if (this.#orders.size <= viewsKept) break;
      this.#orders.delete(oldest);
    }
    return order;
  }

  async #order(view: View, signal: AbortSignal): Promise<Rows> {
    return this.#store.use(async () => {
      const rows = this.#frame.rows();
      const needed = new Set([...view.sort, ...view.filters].map(({ column }) => column));
      const columns: (string | null)[] = [];
      for (const index of this.#frame.columns.keys()) {
        const wanted = view.search !== "" || needed.has(index);
        columns.push(wanted ? await this.#store.column(index, signal) : null);
      }
      return this.#thread.ask({ do: "order", columns, rows, view }, signal);
    });
  }
}
