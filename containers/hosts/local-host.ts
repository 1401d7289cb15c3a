/** Kernels as processes of this machine: the embedded default where no container engine answers. */
import { launchVariables } from "../../protocol/launch.ts";
import type { LaunchSettings } from "../../protocol/launch.ts";
import { basename, dirname, resolve } from "node:path";
import { wordsOf } from "../error-with-facts.ts";
import { throwIfAborted } from "./host-error.ts";
import type { KernelExit, KernelHost, RunningKernel, StartOptions } from "./kernel-host.ts";
import { ensureNode } from "./local/ensure-node.ts";
import { makeKernelFolder, removeKernelFolder, writeRecord } from "./local/kernel-folder.ts";
import { KernelProcess } from "./local/kernel-process.ts";
import { listLocalKernels, pruneLocalKernels, stopLocalKernel } from "./local/other-kernels.ts";
import { ensureNotebookPackages } from "./local/notebook-packages.ts";
import { kernelsFolder } from "./local/own-folders.ts";
import type { Environment } from "./local/own-folders.ts";
import { channelsUrl, newKernel } from "./new-kernel.ts";

export interface LocalHostOptions {
  /** Folder of the built kernel, with `supervisor.mjs` in it. */
  readonly kernelFolder: string;
  /** PIPENB_NODE, XDG_CACHE_HOME, XDG_STATE_HOME, PATH and the rest of what kernels get; this process's own when absent. */
  readonly env?: Environment;
}

const readyMilliseconds = 30_000;

/** The local host. */
export function createLocalHost({ kernelFolder, env = process.env }: LocalHostOptions): KernelHost {
  const program = resolve(kernelFolder);
  const kernels = kernelsFolder(env);
  return {
    kind: "local",
    start: async (options) => {
      try {
        return await start(options, program, env);
      } catch (error) {
        throwIfAborted(options.signal);
        throw error;
      }
    },
    list: () => listLocalKernels(kernels),
    stop: (id) => stopLocalKernel(kernels, id),
    prune: () => pruneLocalKernels(kernels, env),
  };
}

async function start(options: StartOptions, kernelFolder: string, env: Environment): Promise<RunningKernel> {
  const began = performance.now();
  const { notebookPath, frontMatter, onEvent, signal } = options;
  const node = await ensureNode({ env, kernelFolder, onEvent, signal });
  const modules = await ensureNotebookPackages(options, node, env);
  throwIfAborted(signal);
  for (const text of missing(options)) onEvent?.({ type: "notice", text });
  onEvent?.({ type: "phase", phase: "starting", detail: "Starting the kernel as a process of this machine" });

  const { id, token } = newKernel();
  options.onId?.(id);
  const kernels = kernelsFolder(env);
  const folder = await makeKernelFolder(kernels, id);
  const cwd = dirname(notebookPath);
  const settings: LaunchSettings = {
    id,
    token,
    cwd,
    notebook: basename(notebookPath),
    journal: folder,
    keepsCompiled: true,
    ...(modules === undefined ? {} : { modules }),
    ...(options.leaseSeconds === undefined ? {} : { leaseSeconds: options.leaseSeconds }),
  };
  const kernel = new KernelProcess({
    node,
    kernelFolder,
    folder,
    cwd,
    outlives: options.outlives === true,
    // As in the exported image.
    env: {
      NODE_ENV: "production",
      ...env,
      ...frontMatter.environment,
      ...launchVariables(settings),
    },
  });
  // Loaded while the kernel starts, for whoever connects to it.
  void import("node:http");
  const exited = cleaned(kernel, () =>
    removeKernelFolder(kernels, id).then(() => pruneLocalKernels(kernels, env)),
  );
  try {
    const { port, pid } = await kernel.ready(readyMilliseconds, signal);
    const started = Math.floor(Date.now() / 1000);
    await writeRecord(folder, { id, pid, owner: process.pid, port, token, notebookPath, started });
    onEvent?.({ type: "phase", phase: "ready", detail: "The kernel is ready" });
    return {
      id,
      host: "local",
      url: channelsUrl(port, id),
      token,
      image: undefined,
      startedInMilliseconds: performance.now() - began,
      exited,
      files: undefined,
      serviceResults: () => Promise.resolve([]),
      stop: async () => {
        await kernel.stop();
        await exited;
      },
    };
  } catch (error) {
    await kernel.stop();
    await exited;
    throw error;
  }
}

/** However the kernel ends, its files go with it, and what kernels of crashed owners left. */
async function cleaned(kernel: KernelProcess, clean: () => Promise<unknown>): Promise<KernelExit> {
  const exit = await kernel.exited;
  try {
    await clean();
    return exit;
  } catch (error) {
    // Files that will not go are tried again by the next prune.
    return { ...exit, log: `${exit.log}\n${wordsOf(error)}`.trim() };
  }
}

/** What of the front matter only a container can give. */
function missing({ frontMatter }: StartOptions): readonly string[] {
  const parts = [
    ...(Object.keys(frontMatter.services).length > 0 ? ["services"] : []),
    ...(frontMatter.mounts.length > 0 ? ["mounts"] : []),
    ...(frontMatter.secrets.length > 0 ? ["secrets"] : []),
    ...(frontMatter.image.apt.length > 0 ? ["image.apt"] : []),
    ...(frontMatter.image.dockerfile.length > 0 ? ["image.dockerfile"] : []),
    ...(frontMatter.image.memory === undefined ? [] : ["image.memory"]),
    ...(frontMatter.image.cpus === undefined ? [] : ["image.cpus"]),
  ];
  if (parts.length === 0) return [];
  return [`A local kernel has no ${parts.join(", ")} of the front matter: those need a container engine.`];
}
