/**
 * What belonged to notebooks that were deleted, kept for a month: when a notebook comes back (the deletion is undone, the file
 * is taken out of the trash or out of git) its lock and outputs come back with it.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "../../containers/files/replace-file.ts";

const BelongingsSchema = z.object({
  notebook: z.string(),
  /** Of the notebook's own bytes. */
  hash: z.string(),
  lock: z.string().optional(),
  outputs: z.string().optional(),
});

/** By this a notebook is known to be the one that was deleted. */
export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64url");
}

/** Texts of the files that a deleted notebook had beside it. */
export type Belongings = Readonly<z.infer<typeof BelongingsSchema>>;

const keptMilliseconds = 30 * 24 * 60 * 60 * 1_000;

export class SetAside {
  readonly #folder: string;

  /** @param folder made when there is need of it */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(belongings: Belongings): Promise<void> {
    if (belongings.lock === undefined && belongings.outputs === undefined) return;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#prune();
    await replaceFile(this.#file(belongings.notebook), JSON.stringify(belongings), { mode: 0o600 });
  }

  /** Gives what was set aside for the notebook, once; undefined where there is nothing, or for another of that name. */
  async take(notebook: string, hash: string): Promise<Belongings | undefined> {
    const text = await readFile(this.#file(notebook), "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    const belongings = BelongingsSchema.safeParse(JSON.parse(text)).data;
    if (belongings?.hash !== hash) return undefined;
    await rm(this.#file(notebook), { force: true });
    return belongings;
  }

  async #prune(): Promise<void> {
    const oldest = Date.now() - keptMilliseconds;
    for (const name of await readdir(this.#folder)) {
      const file = join(this.#folder, name);
      if ((await stat(file)).mtimeMs < oldest) await rm(file, { force: true });
    }
  }

  #file(notebook: string): string {
    return join(this.#folder, `${createHash("sha256").update(notebook).digest("hex").slice(0, 32)}.json`);
  }
}
