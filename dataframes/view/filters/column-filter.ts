/** What the parts of a filter's panel have in common. */
import type { Filter, View } from "../../protocol/view.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import type { TableColumn } from "../table/table.ts";

/** A part of the panel: what it shows, and the condition that it stands for. */
export interface FilterPart {
  readonly element: HTMLElement;
  /** Undefined: asks for nothing; null: cannot be read as it is. */
  filter(): Filter | null | undefined;
}

/** Which column is filtered, and where to ask about its values. */
export interface FilterPlace {
  readonly column: TableColumn;
  readonly index: number;
  readonly view: View;
  readonly source: DataframeSource;
}
