/** Keeps a cache file within bounds. Pure. */
import type { KeptCell } from "./cache-text.ts";

const mostCharacters = 32_000_000;

/** The cells in their order, without those that ran longest ago where all would be too much. */
export function newestThatFit(cells: readonly KeptCell[], most = mostCharacters): readonly KeptCell[] {
  const fitting = new Set<KeptCell>();
  let size = 0;
  for (const cell of [...cells].sort((a, b) => b.at - a.at)) {
    size += sizeOf(cell);
    if (size > most) break;
    fitting.add(cell);
  }
  return cells.filter((cell) => fitting.has(cell));
}

function sizeOf({ outputs }: KeptCell): number {
  return outputs
    .flatMap(({ items }) => items)
    .reduce((sum, { mime, base64 }) => sum + mime.length + base64.length, 200);
}
