/** A journal beside the notebook, with a folder of logs beside it, for the processes of one machine. */
import { unwatchFile, watchFile } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isThere } from "../../containers/files/make-folder.ts";
import { replaceFile } from "../../containers/files/replace-file.ts";
import type { UnitEntry } from "./entry.ts";
import { lookAtUnit, lookIntoJournal, openJournal } from "./journal-file.ts";
import type { HeldJournal, Holder, JournalStore } from "./journal-store.ts";
import type { JournalState } from "./read-journal.ts";

/** It is looked at so often: a file may change on disks that tell nobody. */
const lookMilliseconds = 500;

export class FileJournal implements JournalStore {
  readonly isShared = false;
  readonly address: string;
  readonly #logs: string;

  constructor(path: string, logs: string) {
    this.address = path;
    this.#logs = logs;
  }

  look(): Promise<JournalState> {
    return lookIntoJournal(this.address);
  }

  lookAtUnit(unit: string): Promise<readonly UnitEntry[]> {
    return lookAtUnit(this.address, unit);
  }

  async hold(onStop: () => void): Promise<HeldJournal> {
    await mkdir(this.#logs, { recursive: true });
    await writeFile(join(dirname(this.address), ".gitignore"), "*\n");
    const { lockJournal } = await import("./lock.ts");
    const locked = await lockJournal(this.address, onStop);
    if (locked.kind === "taken") return locked;
    try {
      const journal = await openJournal(this.address);
      const close = async (): Promise<void> => {
        await journal.close();
        locked.lock.release();
      };
      return { kind: "held", journal: { ...journal, close } };
    } catch (error) {
      locked.lock.release();
      throw error;
    }
  }

  async stopHolder(): Promise<Holder | undefined> {
    const { stopHolder } = await import("./lock.ts");
    const pid = (await isThere(this.address)) ? await stopHolder(this.address) : undefined;
    return pid === undefined ? undefined : { pid };
  }

  watch(onChange: () => void): () => void {
    watchFile(this.address, { interval: lookMilliseconds }, onChange);
    return () => {
      unwatchFile(this.address, onChange);
    };
  }

  async keep(name: string, text: string): Promise<void> {
    await replaceFile(join(this.#logs, name), text);
  }

  kept(name: string): Promise<string | undefined> {
    return readFile(join(this.#logs, name), "utf8").catch(() => undefined);
  }
}
