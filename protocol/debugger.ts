/** How a debugger comes to a kernel: a ticket is asked for, and shown at a WebSocket that speaks the DevTools protocol. */
import * as z from "zod";

/** Content of `pipenb_debugger_reply`. */
export const DebuggerReplySchema = z.object({ status: z.literal("ok"), ticket: z.string().min(1) });

/** Where the debugger connects. `channels`: the URL of the kernel's channels. */
export function debuggerUrl(channels: string, ticket: string): string {
  const url = new URL(channels);
  url.pathname = url.pathname.replace(/\/channels$/, "/inspector");
  url.search = new URLSearchParams({ ticket }).toString();
  return url.href;
}
