import { writeSync } from "node:fs";

/** Writes to a pipe that does not block; gives the number of bytes it took, which is 0 where it is full. */
export function writeToPipe(pipe: number, bytes: Buffer, start: number, end: number): number {
  try {
    return writeSync(pipe, bytes, start, end - start);
  } catch (error) {
    // SAFETY: fs reports every failure as an errno exception.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EAGAIN") throw error;
    return 0;
  }
}
