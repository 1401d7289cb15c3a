/** `pipenb kernel start`: a kernel for any client of Jupyter, until it ends or Ctrl-C. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { ConnectionFileError } from "../../jupyter/connection-file.ts";
import { runtimeFolder } from "../../jupyter/kernelspec/data-folders.ts";
import { CliError, exitCode } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { serveNotebook } from "./serve-notebook.ts";

/** Options of the command. */
export interface StartGiven {
  readonly connectionFile?: string;
  readonly runtime?: string;
  readonly json?: boolean;
}

/** Gives the exit code. */
export async function startForClients(
  { notebook, connectionFile, runtime, json = false }: StartGiven & { readonly notebook: string | undefined },
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  if (runtime !== undefined && runtime !== "container" && runtime !== "local")
    throw new CliError("usage", `--runtime is "container" or "local", not "${runtime}".`);
  const machine = { platform: process.platform, home: env["HOME"] ?? homedir(), env };
  const file = resolve(connectionFile ?? join(runtimeFolder(machine), `kernel-pipenb-${process.pid}.json`));
  try {
    const ended = await serveNotebook({
      notebook,
      connectionFile: file,
      runtime,
      env,
      log: (line) => {
        terminal.complain(line);
      },
      onListening: (connection) => {
        if (json) terminal.out(`${JSON.stringify({ connection_file: file, ...connection })}\n`);
        else if (connectionFile === undefined)
          terminal.note(`A kernel listens. In another terminal: jupyter console --existing ${file}`);
      },
    });
    return ended ? exitCode.ok : exitCode.failed;
  } catch (error) {
    if (error instanceof ConnectionFileError) throw new CliError("file", error.message);
    throw error;
  }
}
