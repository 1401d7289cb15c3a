/** The secrets of the front matter as read-only files `/run/secrets/NAME`. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Mount } from "../../engine/engine.ts";
import { HostError } from "../host-error.ts";

/**
 * Each secret is a file of its name in the folder PIPENB_SECRETS_DIR, or else in `secrets/` beside the notebook. Their
 * contents never pass through pipenb.
 */
export function secretMounts(
  names: readonly string[],
  notebookFolder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Mount[]> {
  const given = env["PIPENB_SECRETS_DIR"];
  const folder = given === undefined || given === "" ? join(notebookFolder, "secrets") : resolve(given);
  return Promise.all(names.map((name) => secretMount(name, folder)));
}

async function secretMount(name: string, folder: string): Promise<Mount> {
  if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name)) throw new HostError({ code: "secret-name", name });
  const source = join(folder, name);
  const found = await stat(source).catch(() => undefined);
  if (found?.isFile() === true)
    return { kind: "bind", source, target: `/run/secrets/${name}`, readOnly: true };
  throw new HostError({ code: "no-secret", name, path: source });
}
