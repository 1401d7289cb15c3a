/**
 * The declaration files of images and what is known about them: `images/ID/node_modules/…` for each image, `environments/KEY.json`
 * says which image an environment has, `notebooks/HASH.json` which folder a notebook's types came from last. Windows share it.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { isThere, makeFolder, removeUnfinished } from "../files/make-folder.ts";
import { replaceFile } from "../files/replace-file.ts";

const day = 24 * 60 * 60 * 1000;
const keptFolders = 20;
const keptMilliseconds = 30 * day;
/** A window that is open touches what it uses more often than this. */
const surelyInUseMilliseconds = day;

/** Beyond the twenty used last, and what was not used for thirty days; never what was used within a day. */
export function foldersToRemove(
  folders: readonly { readonly folder: string; /** Milliseconds since the epoch. */ readonly used: number }[],
  now: number,
): readonly string[] {
  return folders
    .toSorted((a, b) => b.used - a.used)
    .filter(({ used }, rank) => {
      const age = now - used;
      return age > surelyInUseMilliseconds && (rank >= keptFolders || age > keptMilliseconds);
    })
    .map(({ folder }) => folder);
}

/** Changes with what is taken out of images, so that a new version does not find folders of an old one. */
const layout = 1;

const RecordSchema = z.object({ folder: z.string(), digest: z.string().optional() });

/** Where types are: the folder that holds `node_modules`, and the image they are from, where they are from one. */
export type TypesRecord = z.infer<typeof RecordSchema>;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 24);

export class TypesCache {
  readonly #folder: string;

  /** @param folder pipenb's own, shared by all windows */
  constructor(folder: string) {
    this.#folder = join(folder, `v${layout}`);
  }

  /** The types of an image, if they have been taken out of it. */
  async ofImage(digest: string): Promise<TypesRecord | undefined> {
    return this.use({ folder: this.#imageFolder(digest), digest });
  }

  /** Takes them out: `fill` writes into the folder that it is given. */
  async keepImage(digest: string, fill: (folder: string) => Promise<void>): Promise<TypesRecord> {
    const folder = this.#imageFolder(digest);
    await makeFolder(folder, fill);
    await this.#prune(folder);
    return { folder, digest };
  }

  /** What the environment's image had when it was last looked at. */
  ofEnvironment(key: string): Promise<TypesRecord | undefined> {
    return this.#read(this.#record("environments", key));
  }

  async noteEnvironment(key: string, record: TypesRecord): Promise<void> {
    await this.#write(this.#record("environments", key), record);
  }

  /** What the notebook's environment had last. */
  ofNotebook(path: string): Promise<TypesRecord | undefined> {
    return this.#read(this.#record("notebooks", hashOf(path)));
  }

  async noteNotebook(path: string, record: TypesRecord): Promise<void> {
    await this.#write(this.#record("notebooks", hashOf(path)), record);
  }

  #imageFolder(digest: string): string {
    return join(this.#folder, "images", hashOf(digest));
  }

  #record(kind: "environments" | "notebooks", name: string): string {
    return join(this.#folder, kind, `${name}.json`);
  }

  /** Tells other windows that the folder is in use; undefined when it is gone. */
  async use(record: TypesRecord): Promise<TypesRecord | undefined> {
    if (!(await isThere(record.folder))) return undefined;
    const now = new Date();
    // Without a digest it is none of the folders here. That one cannot be touched does no harm for a day.
    if (record.digest !== undefined) await utimes(record.folder, now, now).catch(() => undefined);
    return record;
  }

  async #read(path: string): Promise<TypesRecord | undefined> {
    const record = await recordIn(path);
    return record === undefined ? undefined : this.use(record);
  }

  async #write(path: string, record: TypesRecord): Promise<void> {
    const before = await recordIn(path);
    if (before?.folder === record.folder && before.digest === record.digest) return;
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, JSON.stringify(record));
  }

  /** Done only after something new was kept, so that no look-up pays for it. */
  async #prune(kept: string): Promise<void> {
    const images = join(this.#folder, "images");
    await removeUnfinished(images);
    const names = await readdir(images).catch(() => []);
    const folders = await Promise.all(
      names
        .filter((name) => !name.includes("."))
        .map(async (name) => {
          const folder = join(images, name);
          const used = await stat(folder).catch(() => undefined);
          return { folder, used: used?.mtimeMs ?? 0 };
        }),
    );
    const others = folders.filter(({ folder }) => folder !== kept);
    for (const folder of foldersToRemove(others, Date.now()))
      await rm(folder, { recursive: true, force: true });
    await this.#pruneRecords();
  }

  async #pruneRecords(): Promise<void> {
    for (const kind of ["environments", "notebooks"] as const) {
      const names = await readdir(join(this.#folder, kind)).catch(() => []);
      for (const name of names.filter((each) => each.endsWith(".json"))) {
        const path = join(this.#folder, kind, name);
        const record = await recordIn(path);
        if (record === undefined || !(await isThere(record.folder))) await rm(path, { force: true });
      }
    }
  }
}

/** undefined where there is none, or one that another version wrote. */
async function recordIn(path: string): Promise<TypesRecord | undefined> {
  try {
    return RecordSchema.safeParse(JSON.parse(await readFile(path, "utf8"))).data;
  } catch {
    return undefined;
  }
}
