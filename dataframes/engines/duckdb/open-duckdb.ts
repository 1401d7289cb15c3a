/**
 * Looks into results of @duckdb/node-api. Rows are taken out of the result's own chunks; every other question is answered
 * by a private database that reads them, which is opened when the first such question comes.
 */
import type { Chart, ChartResult } from "../../protocol/chart.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { DataframeDescription, ValuesResult } from "../../protocol/reply.ts";
import type { ExportFormat } from "../../protocol/request.ts";
import type { ColumnSummary } from "../../protocol/summary.ts";
import type { View } from "../../protocol/view.ts";
import type { ArrowStream, DataframeEngine, WindowQuestion } from "../engine.ts";
import { SharedCall } from "../singleflight.ts";
import { TimeSlicer } from "../time-slicer.ts";
import { drawChart } from "./chart.ts";
import { columnAt, columnOf, columnsAt, describeColumn, type DuckdbColumn } from "./column.ts";
import { type DuckdbLibrary, libraryOf } from "./find-library.ts";
import { PrivateTable } from "./private-table.ts";
import { chunksOf, ResultRows } from "./result-rows.ts";
import { RowOrders } from "./row-orders.ts";
import { summarizeNumbers } from "./summarize-numbers.ts";
import { summarizeColumns } from "./summary.ts";
import { quoted } from "./value-sql.ts";
import { columnValues } from "./values.ts";
import { conditionSql, orderSql } from "./view-sql.ts";
import { GatheredColumns } from "./window-stream.ts";
import { writeFile } from "./write-file.ts";

/** A view as code. What a result was selected from is not known, so that the reader puts it in. */

/** Refuses columns that have no name of their own. */
function viewCode(
  columns: readonly DuckdbColumn[],
  shown: readonly DuckdbColumn[],
  view: View,
  name: string,
): string {
  const named = columns.map((column) => ({ ...column, sql: quotedName(column.name) }));
  const used = [
    ...shown.map(({ index }) => index),
    ...[...view.sort, ...view.filters].map(({ column }) => column),
  ];
  checkNames(columns, view.search === "" ? used : columns.map(({ index }) => index));
  const all = shown.length === columns.length && shown.every(({ index }, place) => index === place);
  const selected = all ? "*" : shown.map((column) => quotedName(column.name)).join(", ");
  const where = conditionSql(named, view, quoted);
  const order = orderSql(named, view.sort).join(", ");
  const sql = [
    `select ${selected || "1"}`,
    `from (/* the query that gave ${name.replaceAll("*/", "")} */)`,
    ...(where === "true" ? [] : [`where ${where}`]),
    ...(order === "" ? [] : [`order by ${order}`]),
  ];
  const lines = sql.map((line) => `  ${line.replace(/[\\`]|\$(?=\{)/g, "\\$&")}`);
  return `await connection.runAndReadAll(\`\n${lines.join("\n")}\n\`)`;
}

const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function checkNames(columns: readonly DuckdbColumn[], used: readonly number[]): void {
  for (const index of used) {
    const name = columns[index]?.name ?? "";
    const same = columns.filter((column) => column.name.toLowerCase() === name.toLowerCase());
    if (name !== "" && same.length === 1) continue;
    throw new DataframeError(
      "unsupported",
      `Code names columns, and ${name === "" ? `column ${index + 1} has no name` : `several are called "${name}"`}. Name them in the query with "as".`,
    );
  }
}

/** Refuses results that stream or are not read to the end, and those of a library this process did not load itself. */
export function openDuckdb(value: object, library = libraryOf(value)): DataframeEngine {
  if (library === undefined)
    throw new DataframeError(
      "unsupported",
      "The copy of @duckdb/node-api that gave this result cannot be found. Import it as a package of the notebook, not out of a bundle.",
    );
  return new DuckdbEngine(library, new ResultRows(chunksOf(value, library)));
}

/** How long the database stays after the last question, in milliseconds: it may take as much memory as the result. */
const keptUnasked = 10 * 60_000;

class DuckdbEngine implements DataframeEngine {
  readonly #library: DuckdbLibrary;
  readonly #rows: ResultRows;
  readonly #columns: readonly DuckdbColumn[];
  readonly #orders: RowOrders;
  #opened: SharedCall<PrivateTable> | undefined;
  #unasked: NodeJS.Timeout | undefined;

  constructor(library: DuckdbLibrary, rows: ResultRows) {
    this.#library = library;
    this.#rows = rows;
    const { names, types } = rows.chunks;
    this.#columns = types.map((type, index) => columnOf(index, names[index] ?? "", type));
    this.#orders = new RowOrders(this.#columns);
  }

  describe(): DataframeDescription {
    return {
      kind: "DuckDB result",
      rows: this.#rows.chunks.rows,
      columns: this.#columns.map(describeColumn),
    };
  }

  async window(
    { view, offset, limit, columns: positions }: WindowQuestion,
    signal: AbortSignal,
  ): Promise<{ readonly rows: number; readonly stream: ArrowStream }> {
    signal.throwIfAborted();
    const columns = columnsAt(this.#columns, positions);
    const gathered = new GatheredColumns(columns);
    const slices = new TimeSlicer(signal);
    if (isWhole(view)) {
      for await (const { chunk, from, rows } of this.#rows.runs(offset, limit, slices))
        gathered.add(chunk, from, rows);
      return { rows: this.#rows.chunks.rows, stream: gathered.stream() };
    }
    const table = await this.#table(signal);
    const order = await this.#orders.of(view, table, signal);
    const numbers = order.subarray(offset, offset + limit);
    await gather(table, gathered, numbers, slices);
    return { rows: order.length, stream: gathered.stream() };
  }

  async summarize(
    view: View,
    columns: readonly number[],
    signal: AbortSignal,
  ): Promise<readonly ColumnSummary[]> {
    const asked = columnsAt(this.#columns, columns);
    if (asked.length === 0) return [];
    const table = await this.#table(signal);
    const unsorted = { ...view, sort: [] };
    const rows = isWhole(unsorted) ? undefined : await this.#orders.of(unsorted, table, signal);
    const count = rows?.length ?? this.#rows.chunks.rows;
    const { left, summaries } = await summarizeNumbers(table.scanned, asked, rows, signal);
    const others =
      left.length === 0
        ? []
        : await summarizeColumns(table, this.#columns, { view: unsorted, asked: left, count }, signal);
    const found = new Map([...(await summaries), ...others].map((summary) => [summary.column, summary]));
    return columns.map((column) => found.get(column)).filter((summary) => summary !== undefined);
  }

  async values(
    view: View,
    column: number,
    search: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<ValuesResult> {
    const asked = columnAt(this.#columns, column);
    return columnValues(
      await this.#table(signal),
      this.#columns,
      { view, column: asked, search, limit },
      signal,
    );
  }

  async chart(
    view: View,
    chart: Chart,
    signal: AbortSignal,
  ): Promise<{ readonly result: ChartResult; readonly stream: ArrowStream }> {
    return drawChart(await this.#table(signal), this.#columns, view, chart, signal);
  }

  async write(
    path: string,
    format: ExportFormat,
    view: View,
    columns: readonly number[],
    signal: AbortSignal,
  ): Promise<void> {
    const asked = columnsAt(this.#columns, columns);
    if (asked.length === 0) throw new DataframeError("bad-request", "A file needs a column at least.");
    await writeFile(await this.#table(signal), this.#columns, { path, format, view, columns: asked }, signal);
  }

  code(view: View, columns: readonly number[], name: string): string {
    return viewCode(this.#columns, columnsAt(this.#columns, columns), view, name);
  }

  /** The next question opens the database again. */
  close(): void {
    this.#opened = undefined;
  }

  async #table(signal: AbortSignal): Promise<PrivateTable> {
    clearTimeout(this.#unasked);
    this.#unasked = closeLater(new WeakRef(this));
    const known = this.#opened;
    const table =
      known === undefined || known.stopped
        ? new SharedCall((stop) => PrivateTable.open(this.#library, this.#rows, this.#columns, stop))
        : known;
    this.#opened = table;
    try {
      return await table.wait(signal);
    } catch (error) {
      // What failed is tried again by the next question.
      if (!signal.aborted && this.#opened === table) this.#opened = undefined;
      throw error;
    }
  }
}

/** Nobody waits for that: a frame that is gone goes with its engine. */
function closeLater(engine: WeakRef<DuckdbEngine>): NodeJS.Timeout {
  return setTimeout(() => engine.deref()?.close(), keptUnasked).unref();
}

function isWhole({ sort, filters, search }: View): boolean {
  return sort.length === 0 && filters.length === 0 && search === "";
}

/** Rows by their numbers, in the order of these. */
async function gather(
  table: PrivateTable,
  gathered: GatheredColumns,
  numbers: Uint32Array,
  slices: TimeSlicer,
): Promise<void> {
  const place = table.places();
  for (const number of numbers) {
    const { chunk, row } = place(number);
    gathered.add(chunk, row, 1);
    await slices.rest();
  }
}
