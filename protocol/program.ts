/** A kernel that runs a notebook as a program, from its first cell to its end: messages that Jupyter does not have. */
import type { StopSignal } from "../notebook/program/stop-signals.ts";
import type { KernelClient } from "./client.ts";
import type { ReplyRead } from "./requests.ts";

/** How a program ended. */
export type ProgramEnd = Omit<ReplyRead<"pipenb_finish_request">, "status">;

type Client = Pick<KernelClient, "ask">;

/** From now on the kernel treats the cells as one program: what nobody catches ends it, and no new runtime follows. With `records` its end has what it read and wrote. */
export async function beginProgram(client: Client, args: readonly string[], records = false): Promise<void> {
  await client.ask("pipenb_program_request", { arguments: [...args], records });
}

/** Settles when the program has ended, which without an exit code is when it has nothing left to do. */
export async function finishProgram(client: Client, exitCode?: number): Promise<ProgramEnd> {
  return client.ask("pipenb_finish_request", { exit_code: exitCode });
}

/** Sends the program a signal. */
export async function signalProgram(client: Client, signal: StopSignal): Promise<void> {
  await client.ask("pipenb_signal_request", { signal });
}

/** What keeps the program alive, in words; undefined where that is nothing, or a cell. */
export async function whatIsOpen(client: Client): Promise<string | undefined> {
  return (await client.ask("pipenb_open_request", {})).open;
}
