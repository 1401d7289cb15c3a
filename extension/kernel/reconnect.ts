/** A kernel that was there before the window was reloaded, with the cells that run in it. */
import type { RunningCell } from "../../protocol/cells.ts";
import { connectKernel } from "../../protocol/client.ts";
import type { ConnectOptions, KernelClient } from "../../protocol/client.ts";
import type { KeptCell } from "./kept-kernels.ts";

export interface FoundKernel {
  readonly client: KernelClient;
  /** Those that were running. */
  readonly cells: readonly KeptCell[];
  /** Number of the last message that it had sent by then. */
  readonly seen: number;
}

/** Where the editor has kept it, and the cells that were sent to it. */
type Kept = Pick<ConnectOptions, "url" | "token"> & { readonly cells: readonly KeptCell[] };

/** Connects from where its running cells began; rejects when it is gone. `texts` as in {@link runningCells}. */
export async function reconnect(
  { url, token, cells: kept }: Kept,
  texts: readonly (string | undefined)[],
): Promise<FoundKernel> {
  const { running, seen } = await cellsOf({ url, token });
  const cells = runningCells(kept, running, texts);
  const client = await connectKernel({
    url,
    token,
    follow: cells.map(({ id }) => id),
    ...(cells.length === 0 ? {} : { since: Math.min(...cells.map(({ since }) => since)) }),
  });
  return { client, cells, seen };
}

/** What runs and waits in a kernel, and the number of its last message so far. */
async function cellsOf(kernel: ConnectOptions): Promise<{ running: readonly RunningCell[]; seen: number }> {
  const client = await connectKernel(kernel);
  try {
    return { running: await client.cells(), seen: client.lastSequence };
  } finally {
    client.close();
  }
}

/**
 * Those the editor has remembered, and those only the kernel knows: the editor writes what it remembers a moment later, which a
 * window that is reloaded at once does not live to see.
 * @param texts of the notebook's cells, by their index; undefined for those that are no code
 */
export function runningCells(
  kept: readonly KeptCell[],
  running: readonly RunningCell[],
  texts: readonly (string | undefined)[],
): readonly KeptCell[] {
  const cells = [...kept];
  for (const { id, since, code } of running) {
    if (cells.some((cell) => cell.id === id)) continue;
    const index = texts.findIndex((text, at) => text === code && !cells.some((cell) => cell.index === at));
    if (index !== -1) cells.push({ index, text: code, id, since });
  }
  return cells;
}
