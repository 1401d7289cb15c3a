/** Version ranges of npm packages that are known without asking anybody: of the notebook's lock, and of the packages above it. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { lockPath } from "../../containers/lock/lock-file.ts";
import type { KnownVersions } from "../../notebook/front-matter-help/complete.ts";

const rangesSchema = z.record(z.string(), z.string()).catch({});
const packageSchema = z.object({
  dependencies: rangesSchema.default({}),
  devDependencies: rangesSchema.default({}),
});
const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional() })).default({}),
});
const foldersUp = 8;

/** The ranges by package; the lock's come before those of nearer and farther packages. */
export async function knownVersions(notebookPath: string): Promise<KnownVersions> {
  const known = new Map<string, string>();
  let folder = dirname(notebookPath);
  const files = [];
  for (let up = 0; up < foldersUp && dirname(folder) !== folder; up += 1, folder = dirname(folder))
    files.push(join(folder, "package.json"));
  for (const file of files.reverse()) {
    const { data } = packageSchema.safeParse(await readJson(file));
    for (const [name, range] of Object.entries({ ...data?.devDependencies, ...data?.dependencies }))
      known.set(name, range);
  }
  const { data: lock } = lockSchema.safeParse(await readJson(lockPath(notebookPath)));
  for (const [path, { version }] of Object.entries(lock?.packages ?? {})) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (name !== undefined && version !== undefined) known.set(name, `^${version}`);
  }
  return known;
}

/** undefined for a file that is not there, or is not what it is called. */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}
