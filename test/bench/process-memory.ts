/** Memory of a process and of all its descendants, from /proc. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** False where there is no /proc (macOS, Windows). */
export const hasProcFiles = existsSync("/proc/self/status");

/** Megabytes: `resident` counts pages that processes share once for each of them, `proportional` once in all. */
export interface Memory {
  readonly resident: number;
  readonly proportional: number;
}

/** Of the process `pid` and its descendants. */
export function memoryOf(pid: number): Memory {
  const all = treeOf(pid);
  return {
    resident: sum(all.map((one) => megabytes(`/proc/${one}/status`, "VmRSS"))),
    proportional: sum(all.map((one) => megabytes(`/proc/${one}/smaps_rollup`, "Pss"))),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = numberIn(`/proc/${name}/status`, "PPid");
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const descend = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(descend)];
  return descend(root);
}

const megabytes = (file: string, field: string): number => ((numberIn(file, field) ?? 0) * 1024) / 1e6;

/** undefined when the process has ended meanwhile. */
function numberIn(file: string, field: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  const found = new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
