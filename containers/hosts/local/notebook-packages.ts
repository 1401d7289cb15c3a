/** The npm packages of a notebook as kernels of this machine have them. */
import { basename } from "node:path";
import { ensureLock } from "../../lock/lock-file.ts";
import type { StartOptions } from "../kernel-host.ts";
import { ensureEnvironmentFolder } from "./environment-folder.ts";
import type { Environment } from "./own-folders.ts";

/**
 * The folder whose `node_modules` holds the notebook's packages; undefined when it has none. Makes the lock and installs the
 * packages where that has not been done yet.
 *
 * @param node that install scripts run on
 */
export async function ensureNotebookPackages(
  {
    notebookPath,
    frontMatter,
    onEvent,
    signal,
  }: Pick<StartOptions, "notebookPath" | "frontMatter" | "onEvent" | "signal">,
  node: string,
  env: Environment,
): Promise<string | undefined> {
  const { npm } = frontMatter.image;
  const onOutput = (text: string): void => onEvent?.({ type: "output", text });
  const lock = await ensureLock({ notebookPath, npm, onOutput, signal, env });
  if (lock === undefined) return undefined;
  const onInstall = (): void =>
    onEvent?.({ type: "phase", phase: "packages", detail: "Installing the notebook's npm packages" });
  const name = basename(notebookPath, ".pipenb");
  return ensureEnvironmentFolder({ lock, npm, name, node, env, onOutput, onInstall, signal });
}
