/** What a cell's outputs came from: its own text and that of the code before it. Pure. */
import { createHash } from "node:crypto";

/** A cell of the editor, as far as outputs depend on it. */
export interface CellText {
  readonly markup: boolean;
  readonly text: string;
}

/** Two cells are the same when these are. */
export interface RanAs {
  /** Of the cell's own text. */
  readonly key: string;
  /** Of all code cells above it. */
  readonly before: string;
}

/** Why outputs are not what running the notebook again would give. */
export type Staleness = "changed" | "earlier";

/** For each cell of a notebook what it would run as now. */
export function ranAs(cells: readonly CellText[]): readonly RanAs[] {
  let before = hashOf("");
  return cells.map(({ markup, text }) => {
    const ran = { key: hashOf(normal(text)), before };
    if (!markup) before = hashOf(before + ran.key);
    return ran;
  });
}

/** Undefined when the outputs are those of the cell as it is. */
export function stalenessOf(ran: RanAs, now: RanAs): Staleness | undefined {
  if (ran.key !== now.key) return "changed";
  return ran.before === now.before ? undefined : "earlier";
}

/** What is known of a code cell: its outputs are of now, or are stale, or it has not run as far as anybody knows. */
export type RunState = "current" | "stale" | "unknown";

/**
 * Which code cells are to run, in order, so that nothing is stale any more: the first stale one and what has run below it, as that may have
 * read what it is about to change. Cells that have not run are left out at the end, but not between, where others may need them.
 */
export function cellsToRun(states: readonly RunState[]): readonly number[] {
  const first = states.indexOf("stale");
  if (first < 0) return [];
  const last = states.findLastIndex((state) => state !== "unknown");
  return states.flatMap((_, index) => (index >= first && index <= last ? [index] : []));
}

/** The editor may change line ends and take off a byte order mark. */
function normal(text: string): string {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .trimEnd();
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
