/** Files that a client has asked for and reads in pieces; they are gone when it says so, or goes away. */
import { randomUUID } from "node:crypto";
import { mkdirSync, rmdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { giveUpName } from "../process/give-up-name.ts";
import type { ExportStore } from "../../dataframes/engines/dispatch.ts";
import { DataframeError } from "../../dataframes/protocol/dataframe-error.ts";

interface ExportFile {
  readonly handle: FileHandle;
  readonly remove: () => void;
}

export class ExportFiles implements ExportStore {
  readonly #folder: string;
  readonly #files = new Map<string, ExportFile>();
  #writing = 0;
  #isClosed = false;

  /** @param folder made when the first file is written */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Has a file written; nothing is left of it when that fails. */
  async make(
    write: (path: string) => Promise<void>,
  ): Promise<{ readonly file: string; readonly bytes: number }> {
    const file = randomUUID();
    const path = join(this.#folder, file);
    this.#writing += 1;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      await write(path);
      if (this.#isClosed) throw new DataframeError("failed", "Nobody waits for this export any more.");
      const handle = await open(path);
      this.#files.set(file, { handle, remove: giveUpName(path) });
      return { file, bytes: (await handle.stat()).size };
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    } finally {
      this.#writing -= 1;
      this.#leave();
    }
  }

  async read(file: string, offset: number, length: number): Promise<Uint8Array> {
    const found = this.#files.get(file);
    if (found === undefined) throw new DataframeError("bad-request", "There is no such export.");
    const { buffer, bytesRead } = await found.handle.read(Buffer.allocUnsafe(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }

  async release(file: string): Promise<void> {
    const found = this.#files.get(file);
    this.#files.delete(file);
    await found?.handle.close();
    found?.remove();
    this.#leave();
  }

  /** Releases all of them. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#files.keys()].map((file) => this.release(file)));
  }

  /** Removes the folder where nothing in it has a name. */
  #leave(): void {
    if (this.#writing > 0) return;
    try {
      rmdirSync(this.#folder);
    } catch {
      // Not made yet, or another file is in it; what is left goes with the runtime.
    }
  }
}
