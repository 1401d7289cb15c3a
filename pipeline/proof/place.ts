/** Where two files of one name differ first. */
export interface Place {
  /** Such as `line 3, column "made"`; absent where a whole file is missing. */
  readonly place?: string;
  /** What is there in the first; undefined where it has nothing. */
  readonly first: string | undefined;
  readonly second: string | undefined;
}

/** The first value that differs, or that the tables are the same, or why one of the two cannot be read. */
export type ComparedTables = Place | "same" | { readonly unreadable: string };

/** Long texts are told by their beginning. */
export function shorten(text: string | undefined): string | undefined {
  return text === undefined || text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

/** The first column, of names with types in order, that one of two tables has and the other has not. */
export function differingColumn(columns: readonly string[], others: readonly string[]): Place | undefined {
  const count = Math.max(columns.length, others.length);
  for (let at = 0; at < count; at += 1)
    if (columns[at] !== others[at])
      return { place: `column ${at + 1}`, first: columns[at], second: others[at] };
  return undefined;
}
