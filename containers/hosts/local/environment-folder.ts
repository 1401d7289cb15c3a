/** The folder with a notebook's npm packages, shared by all notebooks with the same lock. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { isThere, makeFolder } from "../../files/make-folder.ts";
import { packageJson } from "../../lock/package-json.ts";
import { pinned } from "../../lock/pinned.ts";
import { runNpm } from "../../lock/run-npm.ts";
import { throwIfAborted } from "../host-error.ts";
import { environmentsFolder } from "./own-folders.ts";
import type { Environment } from "./own-folders.ts";

export interface WantedEnvironment {
  /** Text of the npm lock. */
  readonly lock: string;
  readonly npm: Readonly<Record<string, string>>;
  readonly name: string;
  readonly node: string;
  readonly env: Environment;
  readonly onOutput: (text: string) => void;
  /** Called when there is something to install. */
  readonly onInstall: () => void;
  readonly signal: AbortSignal | undefined;
}

/** Where the packages of a lock are, or would be, for kernels of this machine. */
export function environmentFolder(lock: string, env: Environment): string {
  const key = createHash("sha256").update(`${process.platform} ${process.arch}\n`).update(lock).digest("hex");
  return join(environmentsFolder(env), key.slice(0, 16));
}

/** Gives the folder that holds the packages' `node_modules`, installing them where that has not been done yet. */
export async function ensureEnvironmentFolder(wanted: WantedEnvironment): Promise<string> {
  const folder = environmentFolder(wanted.lock, wanted.env);
  if (await isThere(folder)) return folder;
  wanted.onInstall();
  await makeFolder(folder, (making) => install(making, wanted));
  return folder;
}

async function install(
  folder: string,
  { lock, npm, name, node, env, onOutput, signal }: WantedEnvironment,
): Promise<void> {
  const installed = pinned(npm, lock);
  await writeFile(join(folder, "package.json"), packageJson({ name, npm: installed.npm }));
  await writeFile(join(folder, "package-lock.json"), installed.lock);
  throwIfAborted(signal);
  await runNpm(["ci", "--omit=dev", "--no-audit", "--no-fund"], {
    cwd: folder,
    // npm and the packages' install scripts shall run on the Node that kernels run on.
    env: { ...env, PATH: [dirname(node), env["PATH"] ?? ""].join(delimiter) },
    doing: "installed",
    onOutput,
    signal,
  });
}
