/** Lets npm resolve a notebook's packages, without installing them. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { NpmError } from "./npm-error.ts";
import { packageJson } from "./package-json.ts";
import { runNpm } from "./run-npm.ts";

/** What is to be locked. */
export interface LockRequest {
  readonly name: string;
  /** Package name to version range. */
  readonly npm: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** What npm prints, as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** The environment npm runs in, with PIPENB_CA_BUNDLE. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const npmArguments = [
  "install",
  "--package-lock-only",
  "--ignore-scripts",
  "--omit-lockfile-registry-resolved",
  "--lockfile-version=3",
  "--include=optional",
  "--no-audit",
  "--no-fund",
  "--no-progress",
  "--no-workspaces",
];

/** The text of the npm lock (version 3, without addresses, so that it holds behind any registry). Throws {@link NpmError}. */
export async function makeLock(request: LockRequest): Promise<string> {
  refusePlaces(request.npm);
  const folder = await mkdtemp(join(tmpdir(), "pipenb-lock-"));
  try {
    await writeFile(join(folder, "package.json"), packageJson(request));
    await runNpm(npmArguments, { ...request, cwd: folder, doing: "locked" });
    return withoutMissing(await readFile(join(folder, "package-lock.json"), "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Packages that stand in a place of this machine, or of a project of several packages: npm would lock a link to nowhere. */
const place = /^(?:file|link|portal|workspace|catalog|patch):|^(?:\.{0,2}|~)[\\/]|^[a-z]:[\\/]/i;

/** Throws a {@link NpmError} for the first package of `image.npm` that no container could install. */
function refusePlaces(npm: Readonly<Record<string, string>>): void {
  const found = Object.entries(npm).find(([, wanted]) => place.test(wanted));
  if (found === undefined) return;
  const [name, wanted] = found;
  throw new NpmError({ code: "place", name, wanted });
}

const LockSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

/**
 * The lock without the optional packages that the registry does not have (a mirror often lacks those for other machines):
 * npm leaves them out when it locks, but `npm ci` then refuses a lock that still asks for them.
 */
export function withoutMissing(lock: string): string {
  // SAFETY: the schema throws for anything else; its own result would have the keys in another order.
  const read = JSON.parse(lock) as z.infer<typeof LockSchema>;
  LockSchema.parse(read);
  let dropped = false;
  for (const [path, { optionalDependencies }] of Object.entries(read.packages)) {
    for (const name of Object.keys(optionalDependencies ?? {})) {
      if (optionalDependencies === undefined || isLocked(read.packages, path, name)) continue;
      Reflect.deleteProperty(optionalDependencies, name);
      dropped = true;
    }
  }
  return dropped ? `${JSON.stringify(read, undefined, 2)}\n` : lock;
}

/** Looks where Node would look: beside the package's own packages, and in every folder above. */
function isLocked(packages: Readonly<Record<string, unknown>>, path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    if (Object.hasOwn(packages, folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`))
      return true;
    if (folder === "") return false;
  }
}
