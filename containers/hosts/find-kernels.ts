/** Kernels on this machine over both hosts, whoever started them. */
import { connectEngine } from "../engine/connect.ts";
import { createContainerHost } from "./container-host.ts";
import type { KernelHost, KernelRecord } from "./kernel-host.ts";
import { createLocalHost } from "./local-host.ts";

export interface FindOptions {
  /** Folder of the built kernel, `dist/kernel`. */
  readonly kernelFolder: string;
  readonly signal?: AbortSignal;
}

/** The local host, and the engine's where one answers. */
async function hosts({ kernelFolder, signal }: FindOptions): Promise<readonly KernelHost[]> {
  const connection = await connectEngine({ signal });
  const local = createLocalHost({ kernelFolder });
  return connection.kind === "none"
    ? [local]
    : [createContainerHost(connection.engine, { kernelFolder }), local];
}

/** All kernels, the newest first. */
export async function listKernels(options: FindOptions): Promise<readonly KernelRecord[]> {
  const found = await Promise.all((await hosts(options)).map((host) => host.list()));
  return found.flat().toSorted((a, b) => b.started - a.started);
}

/** Ends the kernel of this id; false when there is none that runs. */
export async function stopKernel(id: string, options: FindOptions): Promise<boolean> {
  const stopped = await Promise.all((await hosts(options)).map((host) => host.stop(id)));
  return stopped.includes(true);
}

/** Removes what dead kernels left; gives what was removed, in words. */
export async function pruneKernels(options: FindOptions): Promise<readonly string[]> {
  const removed = await Promise.all((await hosts(options)).map((host) => host.prune()));
  return removed.flat();
}
