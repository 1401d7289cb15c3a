/**
 * What is installed for `image.npm`: a dist tag (`latest`) stands for the version that the lock was made with, as the tag may mean
 * another one today and npm refuses a lock that leaves that open. Pure.
 */
import * as z from "zod";

const LockSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** `latest`, `next`; also behind an alias, `npm:ms@latest`. No range begins with a letter but `v1` and `x`. */
const tag = /^(npm:(?:@[^@/]+\/)?[^@/]+@)?(?!v\d|x$)[a-z][\w.-]*$/i;

/** The packages and the lock's text as npm is given them. */
export function pinned(
  npm: Readonly<Record<string, string>>,
  lock: string,
): { readonly npm: Readonly<Record<string, string>>; readonly lock: string } {
  const tagged = Object.entries(npm).filter(([, wanted]) => tag.test(wanted));
  if (tagged.length === 0) return { npm, lock };
  // SAFETY: the schema throws for anything else; its own result would have the keys in another order.
  const read = JSON.parse(lock) as z.infer<typeof LockSchema>;
  LockSchema.parse(read);
  const versions = tagged.flatMap(([name, wanted]): (readonly [string, string])[] => {
    const version = read.packages[`node_modules/${name}`]?.version;
    return version === undefined ? [] : [[name, `${tag.exec(wanted)?.[1] ?? ""}${version}`]];
  });
  const exact: Readonly<Record<string, string>> = Object.fromEntries(versions);
  const { "": root } = read.packages;
  if (root !== undefined) root.dependencies = { ...root.dependencies, ...exact };
  return { npm: { ...npm, ...exact }, lock: `${JSON.stringify(read, undefined, 2)}\n` };
}
