/**
 * Which kernel each notebook has, in a file per notebook: on the disk as soon as the kernel is there. What the editor stores for
 * extensions comes there a moment later, which a window that is reloaded at once does not live to see.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "../../containers/files/replace-file.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";

const StoredKernelSchema = z.object({
  id: z.string(),
  host: z.enum(["container", "local"]),
  url: z.string(),
  token: z.string(),
  image: z.string().optional(),
  base: z.string().optional(),
});

/** Whose it is: the file's name tells only who knows. */
const OwnedSchema = z.object({ notebook: z.string() });

/** What must be known to find a notebook's kernel again. */
export type StoredKernel = Readonly<z.infer<typeof StoredKernelSchema>>;

export class KernelFiles {
  readonly #folder: string;

  /** @param folder made when there is need of it; nobody else may look into it, for the files hold tokens */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined when there is none, or none that can be read. */
  async read(notebook: string): Promise<StoredKernel | undefined> {
    try {
      return StoredKernelSchema.safeParse(JSON.parse(await readFile(this.#file(notebook), "utf8"))).data;
    } catch {
      return undefined;
    }
  }

  async write(notebook: string, kernel: StoredKernel): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await replaceFile(this.#file(notebook), JSON.stringify({ ...kernel, notebook }), { mode: 0o600 });
  }

  /** The notebooks that have a kernel. */
  async notebooks(): Promise<readonly string[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => name.endsWith(".json"));
    const texts = await Promise.all(
      // One that was removed meanwhile, or that a full disk has cut off, is none.
      names.map((name) => readFile(join(this.#folder, name), "utf8").catch(() => "")),
    );
    return texts.flatMap((text) => OwnedSchema.safeParse(parsedJson(text)).data?.notebook ?? []);
  }

  async remove(notebook: string): Promise<void> {
    await rm(this.#file(notebook), { force: true });
  }

  #file(notebook: string): string {
    return join(this.#folder, `${createHash("sha256").update(notebook).digest("hex").slice(0, 32)}.json`);
  }
}
