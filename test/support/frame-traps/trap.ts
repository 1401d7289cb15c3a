/** Values that dataframes are known to get wrong on their way to the screen, made by a cell, and how they must read. */

export interface Trap {
  readonly title: string;
  /** Code whose last expression is the frame. Its first column counts the rows from 0, unless `heads` says otherwise. */
  readonly cell: string;
  /** Names of the columns as the grid shows them; only the first ones where there are many. */
  readonly heads: readonly string[];
  /** Texts of the cells, row by row. What is no value stands here as {@link missing}, {@link nan} or {@link empty}. */
  readonly rows: readonly (readonly string[])[];
  /** Rows in the order of the second column, by their number; absent where that has no order worth the name. */
  readonly ascending?: readonly number[];
  /** The same, descending. */
  readonly descending?: readonly number[];
  /** How many columns there are, where `heads` names only the first ones. */
  readonly width?: number;
  /** The whole values of the second column, where the grid shows their beginnings. */
  readonly whole?: readonly string[];
}

/** What a library cannot hold, and why there is no such trap for it. */
interface NoTrap {
  readonly title: string;
  readonly why: string;
  /** Shows it: a cell that tries, and what it says instead of giving a frame. */
  readonly tried?: { readonly cell: string; readonly says: RegExp };
}

export interface LibraryTraps {
  readonly library: string;
  /** Run once, before all traps. */
  readonly setup: string;
  readonly traps: readonly Trap[];
  readonly none: readonly NoTrap[];
}

export const missing = "‹null›";
export const nan = "‹NaN›";
export const empty = "‹empty›";

/** The beginning of a long text, as the grid cuts it. */
export const beginning = (text: string): string => `${text.slice(0, 199)}…`;

/** A text of one megabyte that says which one it is. */
export const megabyte = (letter: string): string => letter.repeat(1_048_576);

/** The same in a cell. */
export const megabyteCode = (letter: string): string => `"${letter}".repeat(1048576)`;

/** Names of columns of a wide frame: its own number in each. */
export const wide = 10_000;
