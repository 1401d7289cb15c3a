/**
 * What a run has read and written, as the library of the cells tells it to whoever runs them: the kernel, or the runner of an
 * exported pipeline. The library is another program in the same process, so the thread between the two is a global one.
 */
import { isAbsolute, relative, sep } from "node:path";

/** A file, folder, object or table that a run has read or written. */
export interface RunRecord {
  readonly kind: "input" | "output";
  /** Relative to the notebook's folder where it lies in it, with `/` between its parts; else absolute, or an address with a scheme. */
  readonly path: string;
  /** Of a folder those of all its files; of a table those of its rows as JSON. */
  readonly bytes?: number;
  /** Hexadecimal. */
  readonly sha256?: string;
  readonly rows?: number;
  /** Of a table: `postgres://HOST:PORT/DATABASE`. */
  readonly database?: string;
  /** Of a folder: how many are in it. */
  readonly files?: number;
}

/** Hears of records. */
export type HearRecord = (record: RunRecord) => void;

const key = Symbol.for("pipenb.record");

/** From now on records of this thread's cells go to `hear`, paths as seen from the notebook's folder. */
export function hearRecords(folder: string, hear: HearRecord): void {
  const here = (record: RunRecord): void => {
    hear({ ...record, path: pathFrom(folder, record.path) });
  };
  Reflect.set(globalThis, key, here);
}

/** Where records go; undefined where nobody wants any, which spares their hashes. */
export function recorder(): HearRecord | undefined {
  const hear: unknown = Reflect.get(globalThis, key);
  // SAFETY: set by `hearRecords`.
  return typeof hear === "function" ? (hear as HearRecord) : undefined;
}

function pathFrom(folder: string, path: string): string {
  if (!isAbsolute(path)) return path;
  const below = relative(folder, path);
  const isInside = below !== "" && below !== ".." && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  return isInside ? below.split(sep).join("/") : path;
}
