/** Takes the declaration files of an image's packages out of it. No container runs for that. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import type { ArchiveEntry, Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/engine-error.ts";
import { labelsOf } from "../hosts/container/kernel-labels.ts";
import { newKernel } from "../hosts/new-kernel.ts";
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
  const id = await engine.create({
    image,
    command: ["never-started"],
    environment: {},
    // With these, whoever prunes kernels also takes away what a crash has left of this.
    labels: labelsOf(newKernel().id, notebookPath)("types"),
    mounts: [],
    restricted: true,
    init: false,
    autoRemove: false,
  });
  try {
    for (const name of packages ?? [""]) {
      const from = posix.join(packagesFolder, name);
      const files = engine.getArchive(id, from, { wanted: isDeclaration, signal });
      await unlessAbsent(writeAll(join(folder, "node_modules", name), files));
    }
  } finally {
    await engine.remove(id);
  }
}

/** An image may have no packages, and none that is optional. */
async function unlessAbsent(reading: Promise<void>): Promise<void> {
  try {
    await reading;
  } catch (error) {
    if (!(error instanceof EngineError && error.code === "no-such-object")) throw error;
  }
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
