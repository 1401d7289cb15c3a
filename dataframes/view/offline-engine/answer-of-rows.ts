/** Answers questions about a dataframe from the rows in the page, which are all there are; loaded when no kernel answers. */
import type { DataframeQuestion } from "../../protocol/request.ts";
import type { SourceAnswer } from "../source/dataframe-source.ts";
import type { Table, TableColumn } from "../table/table.ts";
import { countRows } from "./count-rows.ts";
import { hasText, rowsOfView } from "./rows-of-view.ts";
import { summarizeRows } from "./summarize-rows.ts";

const bare = (result: unknown): SourceAnswer => ({ result, buffers: [] });

/** Undefined for questions that only a kernel can answer. Throws a {@link DataframeError} for those that make no sense. */
export function answerOfRows(table: Table, question: DataframeQuestion): SourceAnswer | undefined {
  const { columns } = table;
  switch (question.method) {
    case "window": {
      const { view, offset, limit } = question;
      const rows = rowsOfView(table, view);
      const picked = question.columns.flatMap((column) => columns[column] ?? []);
      return {
        ...bare({ rows: rows.length, cut: [] }),
        table: pick(picked, rows.slice(offset, offset + limit)),
      };
    }
    case "value": {
      const rows = rowsOfView(table, question.view);
      const column = columns[question.column];
      return {
        ...bare({}),
        table: pick(column === undefined ? [] : [column], rows.slice(question.row, question.row + 1)),
      };
    }
    case "summary": {
      const rows = rowsOfView(table, { ...question.view, sort: [] });
      return bare({
        summaries: question.columns.flatMap((position) => {
          const column = columns[position];
          return column === undefined ? [] : [summarizeRows(position, column, rows)];
        }),
      });
    }
    case "values": {
      const { view, search, limit } = question;
      const column = columns[question.column];
      if (column === undefined) return undefined;
      const rows = rowsOfView(table, { ...view, sort: [] });
      const found = search === "" ? rows : rows.filter(hasText(column, search));
      const values = countRows(column, found);
      return bare({ values: values.slice(0, limit), more: values.length > limit });
    }
    default:
      return undefined;
  }
}

/** These rows of the columns, as a table of their own. */
function pick(columns: readonly TableColumn[], rows: readonly number[]): Table {
  const at = (row: number): number => rows[row] ?? -1;
  return {
    rows: rows.length,
    columns: columns.map((column) => ({
      ...column,
      raw: { type: column.raw.type, at: (row) => column.raw.at(at(row)) },
      cell: (row) => column.cell(at(row)),
      whole: (row) => column.whole(at(row)),
      readable: (row) => column.readable(at(row)),
      json: (row) => column.json(at(row)),
    })),
  };
}
