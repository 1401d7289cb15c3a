/** Files that a client has asked for and reads in pieces; they are gone when it says so, or goes away. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FrameError } from "./frame-engine.ts";

export class ExportFiles {
  readonly #names = new Set<string>();
  #folder: string | undefined;

  /** Has a file written; nothing is left of it when that fails. */
  async make(
    write: (path: string) => Promise<void>,
  ): Promise<{ readonly file: string; readonly bytes: number }> {
    const file = randomUUID();
    const path = this.#path(file);
    this.#names.add(file);
    try {
      await write(path);
      return { file, bytes: (await stat(path)).size };
    } catch (error) {
      await this.release(file);
      throw error;
    }
  }

  async read(file: string, offset: number, length: number): Promise<Uint8Array> {
    if (!this.#names.has(file)) throw new FrameError("bad-request", "There is no such export.");
    await using handle = await open(this.#path(file));
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }

  async release(file: string): Promise<void> {
    if (this.#names.delete(file)) await rm(this.#path(file), { force: true });
  }

  /** Removes all of them. */
  close(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.#names.clear();
  }

  #path(file: string): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), "pipenb-frames-"));
    return join(this.#folder, file);
  }
}
