/** How a kernel is started: its settings in one variable of its environment, and the line by which it says that it listens. */
import * as z from "zod";
import { launchVariable } from "./launch-variable.ts";

const KernelSettingsSchema = z.strictObject({
  /** Kernel id, part of the URL. */
  id: z.string().min(1),
  /** Clients must show it. */
  token: z.string().min(16),
  /** Address to listen on: 127.0.0.1, or 0.0.0.0 inside a container whose port is published on loopback. */
  host: z.string().default("127.0.0.1"),
  /** 0 takes a free port. */
  port: z.number().int().min(0).max(65535).default(0),
  /** Working directory of cells, and the folder their relative imports start from. */
  cwd: z.string(),
  /** File name of the notebook, as shown in traces. */
  notebook: z.string(),
  /** Folder that holds the `node_modules` bare imports resolve from; the folder of cells is asked when it has none. */
  modules: z.string().optional(),
  /** Ends itself after so long without client and without running cell; 0 never does. */
  leaseSeconds: z.number().min(0).default(600),
  /** Folder the journal spills to; a temporary one when absent. */
  journal: z.string().optional(),
  /** Whether its own compiled code is kept for the next start, where Node keeps such: on a machine that is there then. */
  keepsCompiled: z.boolean().default(false),
});

/** What a kernel is started with. */
export type LaunchSettings = z.input<typeof KernelSettingsSchema>;

/** The same as the kernel reads it, with what was left out. */
export type KernelSettings = z.output<typeof KernelSettingsSchema>;

/** The environment variables that start a kernel with these settings. */
export const launchVariables = (settings: LaunchSettings): { readonly [launchVariable]: string } => ({
  [launchVariable]: JSON.stringify(settings),
});

/** The settings from their JSON. Throws with what is wrong. */
export const readSettings = (text: string): KernelSettings => KernelSettingsSchema.parse(JSON.parse(text));

const ReadySchema = z.object({
  pipenb: z.literal("ready"),
  port: z.number(),
  id: z.string(),
  pid: z.number(),
});

/** A kernel listens. */
export type Ready = z.infer<typeof ReadySchema>;

/** The line of JSON on stdout that says so. */
export const readyLine = (ready: Omit<Ready, "pipenb">): string =>
  `${JSON.stringify({ pipenb: "ready", ...ready } satisfies Ready)}\n`;

/** Gives a function that takes stdout as it comes and returns the ready line once it is whole. */
export function readyReader(): (chunk: Uint8Array) => Ready | undefined {
  const decoder = new TextDecoder();
  let rest = "";
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    return lines.map(readyOf).find((ready) => ready !== undefined);
  };
}

function readyOf(line: string): Ready | undefined {
  if (!line.startsWith('{"pipenb":')) return undefined;
  try {
    return ReadySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // something else that looks alike
  }
}
