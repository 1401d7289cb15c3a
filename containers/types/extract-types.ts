/** Takes the declaration files of an image's packages out of it. No container runs for that. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import type { ArchiveEntry, Engine } from "../engine/engine.ts";
import { unlessAbsent, withStillContainer } from "../images/contents/still-container.ts";
import { isDeclaration } from "./installed-packages.ts";

export interface Extraction {
  readonly engine: Engine;
  /** The image's id. */
  readonly image: string;
  /** What it was built from: its `package.json` tells the compiler which packages are the notebook's own. */
  readonly context: readonly ArchiveEntry[];
  /** From `packagesToRead`. */
  readonly packages: readonly string[] | undefined;
  readonly notebookPath: string;
  readonly signal?: AbortSignal | undefined;
}

/** Where environments have their packages. */
const packagesFolder = "/app/node_modules";

/** Writes them into `folder/node_modules`, which stays away where the image has no packages, with the environment's own `package.json` beside it. */
export async function extractTypes(
  folder: string,
  { engine, image, context, packages, notebookPath, signal }: Extraction,
): Promise<void> {
  signal?.throwIfAborted();
  for (const { path, contents } of context)
    if (path === "package.json") await writeFile(join(folder, path), contents);
  await withStillContainer(engine, image, notebookPath, async (id) => {
    // An image may have no packages, and none that is optional.
    for (const name of packages ?? [""]) {
      const from = posix.join(packagesFolder, name);
      const files = engine.getArchive(id, from, { wanted: isDeclaration, signal });
      await unlessAbsent(writeAll(join(folder, "node_modules", name), files));
    }
  });
}

async function writeAll(folder: string, files: AsyncIterable<ArchiveEntry>): Promise<void> {
  const made = new Set<string>();
  for await (const { path, contents } of files) {
    const file = join(folder, path);
    const parent = dirname(file);
    if (!made.has(parent)) await mkdir(parent, { recursive: true });
    made.add(parent);
    await writeFile(file, contents);
  }
}
