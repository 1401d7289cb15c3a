import type { DataframeLibrary } from "./dataframe-handle.ts";

/** A table of a dataframe library, as far as showing it needs one. */
export interface Dataframe {
  /** What the library calls it: DataFrame, Table, … */
  readonly kind: string;
  /** Null when only reading on would tell. */
  readonly rows: number | null;
  /** How many are there without reading on, where `rows` is null. */
  readonly rowsSoFar?: number;
  /** Column types in the library's own words, in the order of the columns. */
  readonly types: readonly string[];
  /** The first rows, at most so many, as an uncompressed Arrow IPC stream. */
  readonly stream: (rows: number) => Uint8Array;
  /** About how many bytes a row of the stream takes; where it is not given, a few rows are made to tell. */
  readonly rowBytes?: () => number;
  /** What the reader should know beside the shape. */
  readonly note?: string;
  /** Who can look into all of its rows; absent where nobody can. */
  readonly library?: DataframeLibrary;
}

/** A value that stands for rows which looking at it must not fetch; it shows as this text. */
export interface NotYetRows {
  readonly text: string;
  /** Who can read some of its rows when asked to. */
  readonly library?: DataframeLibrary;
}

/** How many rows travel. */
export const mostRows = 1_000;

/** How many tell of what size the others are, and travel at least. */
export const fewRows = 20;
