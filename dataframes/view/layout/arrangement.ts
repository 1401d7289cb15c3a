/** Which columns are seen, in which order: the pinned ones first, then the others as they are in the frame. Pure. */

export interface Arrangement {
  /** Columns of the frame by their place on the screen. */
  readonly shown: readonly number[];
  /** So many of them stay at the left. */
  readonly pinned: number;
}

/** What a person chose; all others are shown as they come. */
export interface ColumnChoice {
  readonly hidden: ReadonlySet<number>;
  /** In the order they were pinned. */
  readonly pinned: readonly number[];
}

export const allColumns: ColumnChoice = { hidden: new Set(), pinned: [] };

export function arrange(count: number, { hidden, pinned }: ColumnChoice): Arrangement {
  const first = pinned.filter((column) => column < count && !hidden.has(column));
  const stays = new Set(first);
  const others = Array.from({ length: count }, (_, column) => column).filter(
    (column) => !stays.has(column) && !hidden.has(column),
  );
  return { shown: [...first, ...others], pinned: first.length };
}

export function withHidden(choice: ColumnChoice, column: number, hide: boolean): ColumnChoice {
  const hidden = new Set(choice.hidden);
  if (hide) hidden.add(column);
  else hidden.delete(column);
  return { ...choice, hidden };
}

export function withPinned(choice: ColumnChoice, column: number, pin: boolean): ColumnChoice {
  const pinned = choice.pinned.filter((each) => each !== column);
  return { ...choice, pinned: pin ? [...pinned, column] : pinned };
}

/** Columns whose name has this in it, those that begin with it first; at most so many. */
export function findColumns(names: readonly string[], search: string, most: number): readonly number[] {
  const wanted = search.toLowerCase();
  const starting: number[] = [];
  const inside: number[] = [];
  names.forEach((name, column) => {
    const at = name.toLowerCase().indexOf(wanted);
    if (at >= 0) (at === 0 && wanted !== "" ? starting : inside).push(column);
  });
  return [...starting, ...inside].slice(0, most);
}
