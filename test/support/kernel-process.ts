/** Starts a real kernel as a process, for tests of the kernel itself. */
import { launchVariables } from "../../protocol/launch.ts";
import { supervisorFlags } from "../../containers/hosts/new-kernel.ts";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectKernel } from "../../protocol/client.ts";
import type { ExecuteOptions, KernelClient } from "../../protocol/client.ts";
import type { ExecuteReply, ExecutionEvent } from "../../protocol/content.ts";
import { execute } from "./execution.ts";

/** Name by which the kernel knows the dataframe that a cell gave. */
export function frameOf({ events }: Ran): string {
  const shown = events.find((event) => event.type === "execute_result");
  // SAFETY: the metadata of bundles of dataframes.
  const { pipenb } = shown?.metadata as { pipenb: { frame: { id: string } } };
  return pipenb.frame.id;
}

/** What a cell did: its events without "status" and "execute_input", and its reply. */
export interface Ran {
  readonly events: readonly ExecutionEvent[];
  readonly reply: ExecuteReply;
  /** All of stdout. */
  readonly stdout: string;
  readonly stderr: string;
  /** `text/plain` of its result. */
  readonly result: unknown;
  /** The whole trace, "" when it ended well. */
  readonly trace: string;
}

export interface TestKernel {
  readonly url: string;
  readonly token: string;
  readonly client: KernelClient;
  /** The kernel's working folder, removed at the end. */
  readonly folder: string;
  readonly process: ChildProcess;
  run(code: string, options?: ExecuteOptions): Promise<Ran>;
  connect(since?: number): Promise<KernelClient>;
  stop(): Promise<void>;
}

const token = "a-token-for-tests-only";

/** The supervisor's settings beside those every test has. */
export interface KernelOverrides {
  readonly leaseSeconds?: number;
  readonly modules?: string;
  /** The supervisor's file; the one that is built when absent. */
  readonly program?: string;
  /** More environment variables of the kernel. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Starts one; `stop` ends it and removes its folder. */
export async function startTestKernel(overrides: KernelOverrides = {}): Promise<TestKernel> {
  const folder = mkdtempSync(join(tmpdir(), "pipenb-test-kernel-"));
  const { environment, program = "dist/kernel/supervisor.mjs", ...settings } = overrides;
  const child = spawn(process.execPath, [...supervisorFlags, program], {
    env: {
      ...process.env,
      ...environment,
      ...launchVariables({ id: "test", token, cwd: folder, notebook: "daily.pipenb", ...settings }),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", resolve));
  const ready = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (bytes: Buffer) => {
      resolve(bytes.toString());
    });
    child.once("close", (code) => {
      reject(new Error(`The kernel ended with code ${String(code)}. Is dist/kernel built?`));
    });
  });
  // SAFETY: the ready line of kernel/supervisor.ts.
  const { port } = JSON.parse(ready) as { port: number };
  const url = `ws://127.0.0.1:${port}/api/kernels/test/channels`;
  const connect = (since?: number): Promise<KernelClient> =>
    connectKernel({ url, token, ...(since === undefined ? {} : { since }) });
  const client = await connect();
  return {
    url,
    token,
    client,
    folder,
    process: child,
    connect,
    run: (code, options) => ranOf(client, code, options),
    stop: async () => {
      client.close();
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a cell to its end and gathers what it did. */
export async function ranOf(client: KernelClient, code: string, options?: ExecuteOptions): Promise<Ran> {
  const execution = execute(client, code, options);
  const events: ExecutionEvent[] = [];
  for await (const event of execution)
    if (event.type !== "status" && event.type !== "execute_input") events.push(event);
  const textOf = (name: string): string =>
    events.map((event) => (event.type === "stream" && event.name === name ? event.text : "")).join("");
  const result = events.find((event) => event.type === "execute_result");
  const error = events.find((event) => event.type === "error");
  return {
    events,
    reply: await execution.reply,
    stdout: textOf("stdout"),
    stderr: textOf("stderr"),
    result: result?.data["text/plain"],
    trace: error?.traceback.join("\n") ?? "",
  };
}
