/** Looks for what kernels may have left behind. */
import { readdirSync, readlinkSync } from "node:fs";
import type { Engine } from "../../containers/engine/engine.ts";

/** Processes whose working directory is the folder: supervisors, runtimes and what cells started. */
export function processesIn(folder: string): readonly string[] {
  return readdirSync("/proc")
    .filter((pid) => {
      try {
        return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false; // it ended while we looked
      }
    })
    .map((pid) => `process ${pid}`);
}

/** Containers and networks of kernels of the notebook in the folder. */
export async function inEngine(engine: Engine, folder: string): Promise<readonly string[]> {
  const label = `pipenb.notebook=${folder}/daily.pipenb`;
  const [containers, networks] = await Promise.all([
    engine.containersWithLabel(label),
    engine.networksWithLabel(label),
  ]);
  return [...containers, ...networks].map(({ name }) => name);
}

/** Names in a folder that may not be there. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // never made
  }
}
