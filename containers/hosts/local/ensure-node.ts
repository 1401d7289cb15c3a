/** The Node that local kernels run on: found on this machine, else fetched once from npm, whose package `node` holds the program. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isThere, makeFolder } from "../../files/make-folder.ts";
import { HostError, throwIfAborted } from "../host-error.ts";
import type { StartEvent } from "../kernel-host.ts";
import { npmEnvironment } from "../npm-environment.ts";
import { fetchedFolder, findNode, neededMajor, nodeInside } from "./find-node.ts";
import type { Environment } from "./own-folders.ts";
import { runToEnd } from "./run-to-end.ts";

export interface NodeWanted {
  readonly env: Environment;
  /** `dist/kernel` of a checkout or of the installed package. */
  readonly kernelFolder: string;
  readonly onEvent?: ((event: StartEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Gives its path. Rejects with a `HostError` where there is none and npm cannot bring one. */
export async function ensureNode(wanted: NodeWanted): Promise<string> {
  const { env, kernelFolder } = wanted;
  try {
    return await findNode(env, kernelFolder);
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== "no-node") throw error;
    return await fetchNode(wanted, error);
  }
}

/** Fetches it into the user's cache, whole or not at all; `why` is what was missing. */
export async function fetchNode(
  { env, onEvent, signal }: Omit<NodeWanted, "kernelFolder">,
  why: HostError,
): Promise<string> {
  const folder = fetchedFolder(env);
  const node = nodeInside(folder);
  if (await isThere(node)) return node;
  const detail = `Fetching Node ${neededMajor} for local kernels, once (npm's package "node")`;
  onEvent?.({ type: "phase", phase: "packages", detail });
  await makeFolder(folder, async (making) => {
    // Without one npm would look for a project further up.
    await writeFile(join(making, "package.json"), '{ "private": true }\n');
    const { exitCode, output } = await runToEnd(
      "npm",
      ["install", `node@${neededMajor}`, "--no-audit", "--no-fund", "--no-update-notifier"],
      {
        cwd: making,
        env: npmEnvironment(env),
        onOutput: (text) => onEvent?.({ type: "output", text }),
        signal,
      },
    );
    throwIfAborted(signal);
    if (exitCode === 0 && (await isThere(nodeInside(making)))) return;
    const npm = output.trim().split("\n").at(-1) ?? "";
    const running = process.versions.node;
    throw new HostError({ code: "no-node", needed: neededMajor, running, npm }, { cause: why });
  });
  return node;
}
