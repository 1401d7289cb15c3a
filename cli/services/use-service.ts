/** `pipenb services logs|shell`: looks into one service of a notebook. */
import { resolve } from "node:path";
import { requireEngine } from "../../containers/engine/connect.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import type { TerminalSize } from "../../containers/engine/interact.ts";
import { findServices, type ServiceRecord } from "../../containers/services/find-services.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { stoppable } from "../run/stoppable.ts";
import type { Terminal } from "../terminal/terminal.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A service as the user names it. */
interface Named {
  readonly notebook: string;
  /** Not needed where there is one alone. */
  readonly name: string | undefined;
}

/** What it has written; gives the exit code. */
export function showLogs(
  { follow, ...named }: Named & { readonly follow: boolean },
  terminal: Terminal,
  env: Environment,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const engine = await requireEngine({ env, signal });
    const { containerId } = await withContainer(engine, named);
    if (follow) {
      const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
      await engine.followLogs(
        containerId,
        (stream, chunk) => {
          terminal.out(decoders[stream].decode(chunk, { stream: true }));
        },
        signal,
      );
    } else terminal.out(await engine.logs(containerId));
    return exitCode.ok;
  });
}

/** The usual one, or the plain one where the image has no other. */
const shell = ["/bin/sh", "-c", "exec $(command -v bash || echo sh)"];

/** Gives the exit code of what ran. */
export async function openShell(
  { command, ...named }: Named & { readonly command: readonly string[] },
  terminal: Terminal,
  env: Environment,
): Promise<number> {
  const engine = await requireEngine({ env });
  const { containerId, state, service } = await withContainer(engine, named);
  if (state !== "running")
    throw new CliError("stopped", `The service "${service}" of ${named.notebook} does not run.`, {
      remedy: "It runs while a kernel of the notebook does: run a cell in the editor.",
    });
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const { stdin, stdout } = process;
  const isTerminal = stdin.isTTY && stdout.isTTY;
  const size = (): TerminalSize => ({ columns: stdout.columns, rows: stdout.rows });
  if (isTerminal) stdin.setRawMode(true);
  try {
    return await engine.interact(containerId, {
      command: command.length === 0 ? shell : command,
      input: stdin,
      onOutput: (stream, chunk) => {
        const text = decoders[stream].decode(chunk, { stream: true });
        if (stream === "stdout") terminal.out(text);
        else terminal.err(text);
      },
      ...(isTerminal
        ? {
            terminal: {
              size: size(),
              onResize: (tell) =>
                stdout.on("resize", () => {
                  tell(size());
                }),
            },
          }
        : {}),
    });
  } finally {
    if (isTerminal) stdin.setRawMode(false);
    // An input that nobody ends would hold the process.
    stdin.destroy();
  }
}

async function withContainer(
  engine: Engine,
  named: Named,
): Promise<ServiceRecord & { readonly containerId: string }> {
  const found = await findOne(engine, named);
  const { containerId } = found;
  if (containerId !== undefined) return { ...found, containerId };
  throw new CliError("stopped", `Nothing but the data of the service "${found.service}" is left.`, {
    remedy: "It runs while a kernel of the notebook does: run a cell in the editor.",
  });
}

/** What runs goes before what is stopped: the same service may run fresh beside the one that keeps data. */
async function findOne(engine: Engine, { notebook, name }: Named): Promise<ServiceRecord> {
  const all = await findServices(engine, resolve(notebook));
  const meant = all.filter(({ service }) => name === undefined || service === name);
  const names = [...new Set(meant.map(({ service }) => service))];
  const running = meant.filter(({ state }) => state === "running");
  const [found] = running.length > 0 ? running : meant;
  if (found !== undefined && names.length === 1) return found;
  const known = [...new Set(all.map(({ service }) => service))].join(", ");
  if (found !== undefined) throw new CliError("usage", `Which service of ${notebook}: ${known}?`);
  throw new CliError(
    "usage",
    name === undefined
      ? `No service of ${notebook} runs or keeps data.`
      : `No service "${name}" of ${notebook} runs or keeps data.`,
    { remedy: known === "" ? "pipenb services list shows those of all notebooks." : `There are: ${known}.` },
  );
}
