/** The folder with a notebook's npm packages, shared by all notebooks with the same lock. */
import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { packageJson } from "../../lock/package-json.ts";
import { HostError, throwIfAborted } from "../host-error.ts";
import { npmEnvironment } from "../npm-environment.ts";
import { environmentsFolder } from "./own-folders.ts";
import type { Environment } from "./own-folders.ts";
import { runToEnd } from "./run-to-end.ts";

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

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Gives the folder that holds the packages' `node_modules`, installing them where that has not been done yet. */
export async function ensureEnvironmentFolder(wanted: WantedEnvironment): Promise<string> {
  const key = createHash("sha256")
    .update(`${process.platform} ${process.arch}\n`)
    .update(wanted.lock)
    .digest("hex");
  const folder = join(environmentsFolder(wanted.env), key.slice(0, 16));
  if (await exists(folder)) return folder;
  const making = `${folder}.making-${process.pid}-${randomUUID().slice(0, 8)}`;
  wanted.onInstall();
  try {
    await install(making, wanted);
    await rename(making, folder).catch(async (error: unknown) => {
      // Another start was first; its folder has the same packages.
      if (!(await exists(folder))) throw error;
    });
    return folder;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function install(
  folder: string,
  { lock, npm, name, node, env, onOutput, signal }: WantedEnvironment,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), packageJson({ name, npm }));
  await writeFile(join(folder, "package-lock.json"), lock);
  throwIfAborted(signal);
  const { exitCode, output } = await runToEnd("npm", ["ci", "--omit=dev", "--no-audit", "--no-fund"], {
    cwd: folder,
    env: {
      ...npmEnvironment(env),
      // npm and the packages' install scripts shall run on the Node that kernels run on.
      PATH: [dirname(node), env["PATH"] ?? ""].join(delimiter),
    },
    onOutput,
    signal,
  });
  throwIfAborted(signal);
  if (exitCode !== 0) {
    const remedy = "Check the packages under image.npm, the network and the proxy settings, and start again.";
    throw new HostError(
      "packages",
      `The notebook's npm packages could not be installed:\n${output.trim()}\n${remedy}`,
    );
  }
}
