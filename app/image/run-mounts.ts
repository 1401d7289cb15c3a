/** What a pipeline's container sees of this machine when its image is run from the notebook. */
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import { splitMount } from "../../notebook/split-mount.ts";
import type { Mount } from "../../containers/engine/engine.ts";
import { frontMatterMounts } from "../../containers/hosts/container/front-matter-mounts.ts";
import { kernelUser } from "../../containers/hosts/container/kernel-user.ts";
import { secretMounts } from "../../containers/hosts/container/secret-mounts.ts";

export interface RunPlace {
  readonly notebookPath: string;
  readonly frontMatter: FrontMatter;
  /** Whether the engine is rootless. */
  readonly rootless: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The notebook's own mounts and secrets, and data/input and data/output beside the notebook where it mounts nothing there:
 * results are found where the notebook's cells write them. Rejects with a `HostError`.
 */
export async function runMounts({
  notebookPath,
  frontMatter,
  rootless,
  env,
}: RunPlace): Promise<{ readonly mounts: readonly Mount[]; readonly user: string | undefined }> {
  const folder = dirname(notebookPath);
  const user = await kernelUser(folder, rootless);
  const texts = [...frontMatter.mounts, ...(await usualMounts(folder, frontMatter.mounts))];
  const mounts = await frontMatterMounts(texts, folder, user);
  const secrets = await secretMounts(frontMatter.secrets, folder, env);
  return { mounts: [...mounts, ...secrets], user };
}

async function usualMounts(folder: string, own: readonly string[]): Promise<readonly string[]> {
  const hasInput = (await stat(join(folder, "data", "input")).catch(() => undefined)) !== undefined;
  const usual = [...(hasInput ? ["data/input:data/input:ro"] : []), "data/output:data/output"];
  const parts = own.flatMap((mount) => {
    const { source, target } = splitMount(mount) ?? { source: mount, target: mount };
    return [plain(source), plain(target)];
  });
  return usual.filter((mount) => !parts.includes(mount.split(":")[0] ?? ""));
}

/** `./data/output/` and `/app/work/data/output` are `data/output`. */
function plain(path: string): string {
  return path.replace(/^(\.|\/app\/work)\//, "").replace(/\/$/, "");
}
