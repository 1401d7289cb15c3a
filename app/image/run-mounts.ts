/** What a pipeline's container sees of this machine when its image is run from the notebook. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import { usualMounts } from "../../notebook/mounts.ts";
import type { Mount } from "../../containers/engine/engine.ts";
import { frontMatterMounts } from "../../containers/hosts/container/front-matter-mounts.ts";
import { kernelUser } from "../../containers/hosts/container/kernel-user.ts";
import { secretMounts } from "../../containers/hosts/container/secret-mounts.ts";

export interface RunPlace {
  /** The notebook's, or whichever is taken for it. */
  readonly folder: string;
  readonly frontMatter: Pick<FrontMatter, "mounts" | "secrets">;
  /** Whether the engine is rootless. */
  readonly rootless: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The notebook's own mounts and secrets, and data/input and data/output in its folder where it mounts nothing there:
 * results are found where the notebook's cells write them. Rejects with a `HostError`.
 */
export async function runMounts({
  folder,
  frontMatter,
  rootless,
  env,
}: RunPlace): Promise<{ readonly mounts: readonly Mount[]; readonly user: string | undefined }> {
  const user = await kernelUser(folder, rootless);
  const texts = [...frontMatter.mounts, ...(await mountsBeside(folder, frontMatter.mounts))];
  const mounts = await frontMatterMounts(texts, folder, user);
  const secrets = await secretMounts(frontMatter.secrets, folder, env);
  return { mounts: [...mounts, ...secrets], user };
}

/** The usual ones; nothing is mounted for inputs that are not there. */
async function mountsBeside(folder: string, own: readonly string[]): Promise<readonly string[]> {
  const there = await Promise.all(
    usualMounts(own).map(async ({ folder: usual, readOnly }) => {
      if (!readOnly) return [`${usual}:${usual}`];
      const found = await stat(join(folder, usual)).catch(() => undefined);
      return found === undefined ? [] : [`${usual}:${usual}:ro`];
    }),
  );
  return there.flat();
}
