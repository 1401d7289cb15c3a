/** A kernel that runs a notebook as a program, from its first cell to its end: messages that Jupyter does not have. */
import * as z from "zod";
import { stopSignals, type StopSignal } from "../notebook/program/stop-signals.ts";
import type { KernelClient } from "./client.ts";
import { ProtocolError } from "./message.ts";

/** Content of `pipenb_program_request`: from now on the cells are one program, started with these arguments. */
export const ProgramRequestSchema = z.object({ arguments: z.array(z.string()) });

/** Content of `pipenb_finish_request`: no more cells come. With an exit code the program ends now, else when its work is done. */
export const FinishRequestSchema = z.object({ exit_code: z.number().int().min(0).max(255).optional() });

/** Content of `pipenb_signal_request`. */
export const SignalRequestSchema = z.object({ signal: z.enum(stopSignals) });

const DoneSchema = z.object({ status: z.literal("ok") });

const ProgramEndSchema = z.object({
  status: z.literal("ok"),
  exit_code: z.number().int(),
  /** Why it ended so, where that is not by itself and well. */
  sentence: z.string().optional(),
});

const OpenReplySchema = z.object({ status: z.literal("ok"), open: z.string().optional() });

/** A request that was refused, and why. */
const RefusedSchema = z.object({ status: z.literal("error"), evalue: z.string() });

/** How a program ended. */
export type ProgramEnd = Omit<z.infer<typeof ProgramEndSchema>, "status">;

type Client = Pick<KernelClient, "request">;

/** From now on the kernel treats the cells as one program: what nobody catches ends it, and no new runtime follows. */
export async function beginProgram(client: Client, args: readonly string[]): Promise<void> {
  await ask(client, "pipenb_program_request", { arguments: args }, DoneSchema);
}

/** Settles when the program has ended, which without an exit code is when it has nothing left to do. */
export async function finishProgram(client: Client, exitCode?: number): Promise<ProgramEnd> {
  return ask(client, "pipenb_finish_request", { exit_code: exitCode }, ProgramEndSchema);
}

/** Sends the program a signal. */
export async function signalProgram(client: Client, signal: StopSignal): Promise<void> {
  await ask(client, "pipenb_signal_request", { signal }, DoneSchema);
}

/** What keeps the program alive, in words; undefined where that is nothing, or a cell. */
export async function whatIsOpen(client: Client): Promise<string | undefined> {
  return (await ask(client, "pipenb_open_request", {}, OpenReplySchema)).open;
}

async function ask<T>(client: Client, type: string, content: object, schema: z.ZodType<T>): Promise<T> {
  const answer = (await client.request("control", type, content)).content;
  const reply = schema.safeParse(answer);
  if (reply.success) return reply.data;
  const why = RefusedSchema.safeParse(answer).data?.evalue;
  throw new ProtocolError("bad-message", why ?? `The kernel cannot answer a ${type}. Start a new one.`, {
    cause: reply.error,
  });
}
