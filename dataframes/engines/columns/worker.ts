/**
 * The runtime's thread of columns: it keeps what the main thread has read of frames, and sorts, filters and counts there,
 * beside the cells. Work is done one after the other; a flag in shared memory ends it early.
 */
import { parentPort } from "node:worker_threads";
import { DataframeError, problemOf } from "../../protocol/dataframe-error.ts";
import type { ValuesResult } from "../../protocol/reply.ts";
import { chartRows } from "./chart-rows.ts";
import { filterRows } from "./filter-rows.ts";
import { sortRows } from "./sort-rows.ts";
import { compareTexts } from "./sort-texts.ts";
import { bytesOf, ColumnBuilder, type StoredColumn } from "./stored-column.ts";
import { summarizeColumn } from "./summarize-column.ts";
import type { Done, Rows, Work, WorkReply, WorkRequest } from "./thread-messages.ts";
import { shownText, textOfNumber } from "./value-text.ts";
import { beginFile, type FileBeingWritten } from "./write-file.ts";

const columns = new Map<string, StoredColumn>();
const building = new Map<string, ColumnBuilder>();
const files = new Map<string, FileBeingWritten>();

function stored(name: string): StoredColumn {
  const column = columns.get(name);
  if (column === undefined) throw new DataframeError("failed", "A column was not read.");
  return column;
}

type Answer = Done[keyof Done];

function answer(work: Work, check: () => void): Answer {
  switch (work.do) {
    case "begin":
      building.set(work.column, new ColumnBuilder(work.meaning, work.rows));
      return null;
    case "piece":
      building.get(work.column)?.add(work.piece);
      return null;
    case "finish": {
      const column = building.get(work.column)?.finish();
      building.delete(work.column);
      if (column === undefined) throw new DataframeError("failed", "A column was not begun.");
      columns.set(work.column, column);
      return bytesOf(column);
    }
    case "drop":
      building.delete(work.column);
      columns.delete(work.column);
      return null;
    case "order":
      return order(work, check);
    case "summarize":
      return summarizeColumn(work.position, stored(work.column), work.within);
    case "values":
      return countValues(stored(work.column), work.within, work.search, work.limit);
    case "chart": {
      const [y, color] = [work.y, work.color].map((name) => (name === undefined ? undefined : stored(name)));
      return chartRows(work.chart, { x: stored(work.x), y, color }, work.within, check);
    }
    case "open":
      files.set(work.file, beginFile(work.path, work.format));
      return null;
    case "append":
      files.get(work.file)?.append(work.stream);
      return null;
    case "close": {
      const file = files.get(work.file);
      files.delete(work.file);
      try {
        if (work.keep) file?.finish();
      } finally {
        file?.close();
      }
      return null;
    }
  }
}

function order({ columns: names, rows, view }: Extract<Work, { do: "order" }>, check: () => void): Rows {
  const all = names.map((name) => (name === null ? undefined : stored(name)));
  const filtered = view.filters.length > 0 || view.search !== "";
  const found = filtered
    ? filterRows(rows, view, all, check)
    : Uint32Array.from({ length: rows }, (_, row) => row);
  sortRows(found, view.sort, all, check);
  check();
  const shared = new Uint32Array(new SharedArrayBuffer(found.byteLength));
  shared.set(found);
  return shared;
}

const port = parentPort;
port?.on("message", ({ id, work, stop }: WorkRequest) => {
  const check = (): void => {
    if (Atomics.load(stop, 0) !== 0) throw new DataframeError("failed", "Nobody waits for this.");
  };
  let reply: WorkReply;
  try {
    // Pieces and ends of what was begun are always taken.
    if (work.do === "order" || work.do === "summarize" || work.do === "values" || work.do === "chart")
      check();
    reply = { id, done: answer(work, check) };
  } catch (error) {
    reply = { id, problem: problemOf(error) };
  }
  port.postMessage(reply);
});

/** The different values of a column and how often each is there. */

interface Counted {
  readonly value: string | null;
  readonly count: number;
  /** Where values of the column are not texts: what orders them. */
  readonly by: number | bigint | undefined;
}

/** Most frequent first, then in their order, missing values last. */
function countValues(column: StoredColumn, within: Rows, search: string, limit: number): ValuesResult {
  const counts = new Map<number | bigint, number>();
  let missing = 0;
  const length = within?.length ?? column.rows;
  const values = column.form === "texts" ? column.codes : column.values;
  for (let at = 0; at < length; at += 1) {
    const row = within === undefined ? at : (within[at] ?? 0);
    if (column.missing?.[row] === 1) missing += 1;
    else {
      const value = values[row] ?? 0;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const wanted = search.toLowerCase();
  const found: Counted[] = [];
  for (const [by, count] of counts) {
    const value = column.form === "texts" ? column.texts.text(Number(by)) : textOfNumber(column.meaning, by);
    const shown = column.form === "texts" ? value : shownText(column.meaning, by);
    if (wanted === "" || shown.toLowerCase().includes(wanted))
      found.push({ value, count, by: column.form === "texts" ? undefined : by });
  }
  if (missing > 0 && wanted === "") found.push({ value: null, count: missing, by: undefined });
  found.sort((a, b) => b.count - a.count || inOrder(a, b));
  return {
    values: found.slice(0, limit).map(({ value, count }) => ({ value, count })),
    more: found.length > limit,
  };
}

function inOrder(a: Counted, b: Counted): number {
  if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
  if (a.by === undefined || b.by === undefined) return compareTexts(a.value, b.value);
  if (Number.isNaN(a.by) || Number.isNaN(b.by))
    return Number(Number.isNaN(a.by)) - Number(Number.isNaN(b.by));
  return a.by < b.by ? -1 : 1;
}
