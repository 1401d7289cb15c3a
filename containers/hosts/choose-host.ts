/** Chooses where kernels run: in containers where an engine answers, else as processes of this machine. */
import { NoEngineError } from "../engine/engine-error.ts";
import type { KernelHost } from "./kernel-host.ts";
import { createLocalHost } from "./local-host.ts";

export interface HostChoice {
  /** What the user asked for; the best there is when absent. */
  readonly runtime?: "container" | "local";
  /** Folder of the built kernel, `dist/kernel`. */
  readonly kernelFolder: string;
  readonly signal?: AbortSignal;
}

/** Gives the host, and what the user should be told about the choice. Rejects with a `NoEngineError` when a container was asked for and no engine answers. */
export async function chooseHost({
  runtime,
  kernelFolder,
  signal,
}: HostChoice): Promise<{ readonly host: KernelHost; readonly notice: string | undefined }> {
  if (runtime === "local") return { host: createLocalHost({ kernelFolder }), notice: undefined };
  // The engine's client takes its time to load; a local kernel does without.
  const { connectEngine } = await import("../engine/connect.ts");
  const connection = await connectEngine({ signal });
  if (connection.kind === "engine") {
    const { createContainerHost } = await import("./container-host.ts");
    return { host: createContainerHost(connection.engine, { kernelFolder }), notice: undefined };
  }
  if (runtime === "container") throw new NoEngineError(connection.tried);
  const notice =
    "No container engine answers, so cells run in a process of this machine (`pipenb doctor` says more).";
  return { host: createLocalHost({ kernelFolder }), notice };
}
