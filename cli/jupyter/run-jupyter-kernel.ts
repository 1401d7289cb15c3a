/** A kernel for Jupyter's clients as a process of its own, with the arguments of a kernelspec. */
import { parseArgs } from "node:util";
import { ConnectionFileError } from "../../jupyter/connection-file.ts";
import { exitCode } from "../cli-error.ts";
import { endGuarded, serveNotebook } from "./serve-notebook.ts";

/** Gives the exit code; never rejects. */
export async function runJupyterKernel(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "connection-file": { type: "string" },
        runtime: { type: "string" },
        // Of the guard: the kernel whose bridge was killed.
        end: { type: "string" },
      },
    });
    if (values.end !== undefined) return await endGuarded(values.end);
    const { "connection-file": connectionFile, runtime } = values;
    if (connectionFile === undefined) throw new Error("--connection-file names no file.");
    if (runtime !== undefined && runtime !== "container" && runtime !== "local")
      throw new Error('--runtime is "container" or "local".');
    const ended = await serveNotebook({
      notebook: positionals[0],
      connectionFile,
      runtime,
      env,
      log: (line) => {
        console.error(line);
      },
    });
    return ended ? exitCode.ok : exitCode.failed;
  } catch (error) {
    const isKnown = error instanceof ConnectionFileError || error instanceof TypeError;
    console.error(isKnown || !(error instanceof Error) ? String(error) : (error.stack ?? error.message));
    return exitCode.usage;
  }
}
