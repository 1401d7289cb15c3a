/** Puts the result of a run where it was asked for. Nothing here changes how the run has ended. */
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { shortResult } from "../result/run-result.ts";
import type { RunResult } from "../result/run-result.ts";

/** What Kubernetes shows of a container that has ended, and how many bytes of it. */
const terminationLog = { path: "/dev/termination-log", mostBytes: 4096 };

/** Whether the engine has a place for it that nobody needs to ask for. */
export function hasTerminationLog(): boolean {
  return kindOf(terminationLog.path) !== undefined;
}

/** Where `place` is `-`, it is printed. Gives a warning for what cannot be written. */
export function writeResult(
  result: RunResult,
  place: string | undefined,
  print: (line: string) => void,
): string | undefined {
  writeTerminationLog(result);
  if (place === undefined) return undefined;
  const line = `${JSON.stringify(result)}\n`;
  if (place !== "-") return writeFileAsked(place, "result", () => line);
  return unlessItFails(place, "result", () => {
    print(line);
  });
}

/** Writes what `make` makes, whole. Gives a warning for what cannot be made or written. */
export function writeFileAsked(
  place: string,
  what: "result" | "report",
  make: () => string,
): string | undefined {
  return unlessItFails(place, what, () => {
    writeTo(resolve(place), make());
  });
}

function unlessItFails(place: string, what: string, write: () => void): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `The ${what} of the run cannot be written to ${place}: ${why}`;
  }
}

function writeTerminationLog(result: RunResult): void {
  if (!hasTerminationLog()) return;
  try {
    writeFileSync(terminationLog.path, shortResult(result, terminationLog.mostBytes));
  } catch {
    // Not ours to write to; nobody has asked for it.
  }
}

function writeTo(path: string, text: string): void {
  // A descriptor's name, such as /dev/stdout, may lead to a file that others write to as well.
  if (kindOf(path) === "stream" || /^\/(?:dev|proc)\//.test(path)) writeToStream(path, text);
  else replaceWhole(throughLinks(path), text);
}

/** A link stays a link, and what it leads to is replaced. */
function throughLinks(path: string): string {
  return kindOf(path) === undefined ? path : realpathSync(path);
}

function kindOf(path: string): "file" | "stream" | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return stats.isFile() ? "file" : "stream";
}

/** A pipe that nobody reads shall not hold the run's end. */
function writeToStream(path: string, text: string): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK);
  try {
    writeAll(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** A file that is mounted by itself, or in a folder of somebody else's, cannot be replaced: then it is written over. */
export function replaceWhole(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.part${process.pid}`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text, { flush: true });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (kindOf(path) === undefined) throw error;
    writeFileSync(path, text);
  }
}

const fullWaitMilliseconds = 5;
const mostFullWaits = 400;

/** Waits while the reader has no room, two seconds at most. */
export function writeAll(descriptor: number, text: string): void {
  let left = Buffer.from(text);
  let waits = 0;
  while (left.byteLength > 0) {
    try {
      left = left.subarray(writeSync(descriptor, left));
      waits = 0;
    } catch (error) {
      const isFull = error instanceof Error && "code" in error && error.code === "EAGAIN";
      if (!isFull || (waits += 1) > mostFullWaits) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fullWaitMilliseconds);
    }
  }
}
