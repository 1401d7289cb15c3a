import * as z from "zod";

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
