/** Memory of a process and of all its descendants, from /proc. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** False where there is no /proc (macOS, Windows). */
export const hasProcFiles = existsSync("/proc/self/status");

/** Megabytes. */
export interface Memory {
  /** Pages of each process's own, and the shared ones (the program's file) once. */
  readonly real: number;
  /** What `ps` shows, added up: shared pages count once for each process. */
  readonly resident: number;
}

/** Of the process `pid` and its descendants. */
export function memoryOf(pid: number): Memory {
  const all = treeOf(pid).map(ofProcess);
  const own = sum(all.map((one) => one.own));
  return {
    real: own + Math.max(...all.map(({ resident, own: part }) => resident - part)),
    resident: sum(all.map((one) => one.resident)),
  };
}

function ofProcess(pid: number): { readonly resident: number; readonly own: number } {
  const megabytes = (field: string): number =>
    ((numberIn(`/proc/${pid}/smaps_rollup`, field) ?? 0) * 1024) / 1e6;
  return { resident: megabytes("Rss"), own: megabytes("Private_Clean") + megabytes("Private_Dirty") };
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

/** undefined when the process has ended meanwhile. */
function numberIn(file: string, field: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  const found = new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
