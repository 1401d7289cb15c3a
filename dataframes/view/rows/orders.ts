/** Which blocks of rows to ask for, the nearest to what is looked at first. Pure. */
import type { RowCount, Wanted } from "./rows.ts";

/** Rows of a block. */
export const blockRows = 200;
/** Columns are asked for in groups of so many, so that a small step to the side asks for nothing. */
const columnGroup = 16;

/** The blocks in sight from the middle outwards, then one before and one after them. */
export function wantedBlocks({ first, count: seen }: Wanted, { known, exact }: RowCount): number[] {
  const last = exact ? Math.floor((known - 1) / blockRows) : Math.floor(known / blockRows);
  const from = Math.floor(first / blockRows);
  // At the end of what is known, the next block tells whether there is more.
  const atEnd = !exact && first + seen >= known;
  const to = Math.max(from, Math.floor((first + seen - (atEnd ? 0 : 1)) / blockRows));
  const middle = (first + seen / 2) / blockRows - 0.5;
  const inSight = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  inSight.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  const around = exact ? [to + 1, from - 1] : [from - 1];
  return [...inSight, ...around].filter((block) => block >= 0 && block <= last);
}

/** The positions from `first` up to but not including `end`, widened to whole groups. */
export function wholeGroups(
  { first, end }: { readonly first: number; readonly end: number },
  count: number,
): { readonly first: number; readonly end: number } {
  return {
    first: Math.floor(first / columnGroup) * columnGroup,
    end: Math.min(count, Math.ceil(end / columnGroup) * columnGroup),
  };
}

/** What is known of the number of rows once a block has come. */
export function countAfter(
  before: RowCount,
  told: number | null,
  offset: number,
  asked: number,
  came: number,
): RowCount {
  if (told !== null) return { known: told, exact: true };
  if (before.exact) return before;
  const end = offset + came;
  if (came < asked && (came > 0 || end <= before.known)) return { known: end, exact: true };
  return { known: Math.max(before.known, end), exact: false };
}
