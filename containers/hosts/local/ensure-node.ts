/** The Node that local kernels run on: found on this machine, else fetched once from npm, whose package `node` holds the program. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isThere, makeFolder } from "../../files/make-folder.ts";
import { NpmError } from "../../lock/npm-error.ts";
import { runNpm } from "../../lock/run-npm.ts";
import { HostError, type NoNode } from "../host-error.ts";
import type { StartEvent } from "../kernel-host.ts";
import { fetchedFolder, findNode, neededMajor, nodeInside } from "./find-node.ts";
import type { Environment } from "./own-folders.ts";

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
    if (!(error instanceof HostError) || error.facts.code !== "no-node") throw error;
    return await fetchNode(wanted, error.facts);
  }
}

/** Fetches it into the user's cache, whole or not at all; `why` says what was missing. */
export async function fetchNode(
  { env, onEvent, signal }: Omit<NodeWanted, "kernelFolder">,
  why: NoNode,
): Promise<string> {
  const folder = fetchedFolder(env);
  const node = nodeInside(folder);
  if (await isThere(node)) return node;
  const detail = `Fetching Node ${neededMajor} for local kernels, once (npm's package "node")`;
  onEvent?.({ type: "phase", phase: "packages", detail });
  await makeFolder(folder, async (making) => {
    // Without one npm would look for a project further up.
    await writeFile(join(making, "package.json"), '{ "private": true }\n');
    const onOutput = (text: string): void => onEvent?.({ type: "output", text });
    try {
      await runNpm(["install", `node@${neededMajor}`, "--no-audit", "--no-fund", "--no-update-notifier"], {
        cwd: making,
        env,
        doing: "fetched",
        onOutput,
        signal,
      });
    } catch (error) {
      if (!(error instanceof NpmError) || error.code === "aborted") throw error;
      throw new HostError({ ...why, npm: error.facts }, { cause: error });
    }
    // npm's package has no program for every kind of machine.
    if (!(await isThere(nodeInside(making)))) throw new HostError(why);
  });
  return node;
}
