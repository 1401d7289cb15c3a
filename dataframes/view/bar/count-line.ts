/** The line that always says how many rows there are. Pure. */
import type { RowCount } from "../rows/rows.ts";
import { grouped, plural } from "../table/shape.ts";

interface Counted {
  /** Rows of the view. */
  readonly view: RowCount;
  /** Rows of the whole frame; null when nobody has counted them. */
  readonly all: RowCount;
  readonly filtered: boolean;
  readonly columns: number;
  readonly hidden: number;
}

/** `12,345 of 10,000,000 rows × 20 columns (2 hidden)`, `1,000+ rows × 6 columns`. */
export function countLine({ view, all, filtered, columns, hidden }: Counted): string {
  const rows =
    filtered && all.exact
      ? `${counted(view)} of ${plural(all.known, "row")}`
      : `${counted(view)} ${word(view)}`;
  const unknown = filtered && !all.exact ? " that match" : "";
  return `${rows}${unknown} × ${plural(columns, "column")}${hidden > 0 ? ` (${grouped(hidden)} hidden)` : ""}`;
}

function counted({ known, exact }: RowCount): string {
  return `${grouped(known)}${exact ? "" : "+"}`;
}

function word({ known, exact }: RowCount): string {
  return known === 1 && exact ? "row" : "rows";
}
