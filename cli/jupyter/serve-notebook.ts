/** Serves a notebook's kernel to Jupyter's clients, with what this installation of pipenb has. */
import { rm } from "node:fs/promises";
import { languageFolder } from "../../containers/hosts/local/own-folders.ts";
import type { ConnectionInfo } from "../../jupyter/connection-file.ts";
import { guard } from "../../jupyter/guard.ts";
import { serveKernel } from "../../jupyter/serve.ts";
import type { KernelWanted } from "../../jupyter/start-kernel.ts";
import { exitCode } from "../cli-error.ts";
import {
  jupyterKernelProgram,
  kernelFolder,
  libraryTypes,
  programsFolder,
  shippedTypesFolder,
  version,
} from "../places.ts";

export interface NotebookServed {
  /** As the user wrote its path; looked for when absent. */
  readonly notebook: string | undefined;
  readonly connectionFile: string;
  readonly runtime: KernelWanted["runtime"];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  readonly onListening?: (connection: ConnectionInfo) => void;
}

/** Serves until the kernel has ended; true where it was asked to. */
export function serveNotebook({
  notebook,
  connectionFile,
  runtime,
  env,
  log,
  onListening = () => undefined,
}: NotebookServed): Promise<boolean> {
  const wanted: KernelWanted = {
    notebook: { named: notebook, sessionName: env["JPY_SESSION_NAME"], folder: process.cwd() },
    runtime,
    kernelFolder: kernelFolder(),
    language: () => ({
      programs: programsFolder(),
      typesFolder: shippedTypesFolder(),
      libraryTypes: libraryTypes(),
    }),
    guard: (id) => guard([process.execPath, jupyterKernelProgram(), "--end", id]),
  };
  return serveKernel({
    connectionFile,
    version: version(),
    env,
    log,
    onListening,
    loadStart: async () => {
      const { startKernel } = await import("../../jupyter/start-kernel.ts");
      return (starting) => startKernel(wanted, starting);
    },
  });
}

/** Ends a kernel whose bridge was killed, and removes what it has left. */
export async function endGuarded(id: string): Promise<number> {
  const { pruneKernels, stopKernel } = await import("../../containers/hosts/find-kernels.ts");
  await rm(languageFolder(process.env, id), { recursive: true, force: true });
  await stopKernel(id, { kernelFolder: kernelFolder() });
  await pruneKernels({ kernelFolder: kernelFolder() });
  return exitCode.ok;
}
