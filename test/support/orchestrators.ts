/** Prefect and Dask, which `.ci/prefect.sh` brings, and servers of theirs on loopback. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type Mocha from "mocha";
import { setTimeout } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { isAlive, processesBelow } from "./processes.ts";
import { skipBecause } from "./reporter.ts";

/** The folder of their programs. Without them the suite is skipped, or failed in CI. */
export function requireOrchestrators(context: Mocha.Context): string {
  const bin = join(process.env["PIPENB_PREFECT"] ?? "/tmp/pipenb-prefect", "venv", "bin");
  if (existsSync(join(bin, "prefect"))) return bin;
  assert.notEqual(process.env["CI"], "true", "CI must have Prefect and Dask: bash .ci/prefect.sh");
  return skipBecause(context, "Prefect and Dask are not here (bash .ci/prefect.sh brings them)");
}

/** Nobody hears of the tests, and nothing is drawn. */
export const quiet = {
  DO_NOT_TRACK: "1",
  PREFECT_SERVER_ANALYTICS_ENABLED: "false",
  PREFECT_CLI_PROMPT: "false",
  PREFECT_CLI_COLORS: "false",
  PYTHONUNBUFFERED: "1",
};

export interface Server {
  /** Everything it has written. */
  printed(): string;
  /** Ends it and all that it has started at once, as a lost machine does. */
  kill(): Promise<void>;
}

/** Starts a program that goes on, in a process group of its own. */
export function startServer(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Server {
  const child = spawn(program, args, {
    detached: true,
    env: { ...process.env, ...quiet, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  const ended = once(child, "exit");
  return {
    printed: () => printed,
    async kill() {
      const { pid } = child;
      if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const below = processesBelow(pid).map((each) => each.pid);
      process.kill(-pid, "SIGKILL");
      for (const each of below) if (isAlive(each)) process.kill(each, "SIGKILL");
      await ended;
    },
  };
}

/** What names a server of Prefect on a free port, with its database in a folder. */
export async function prefectSettings(home: string): Promise<Record<string, string>> {
  const port = String(await freePort());
  return {
    PREFECT_HOME: home,
    PREFECT_SERVER_API_HOST: "127.0.0.1",
    PREFECT_SERVER_API_PORT: port,
    PREFECT_API_URL: `http://127.0.0.1:${port}/api`,
    PREFECT_SERVER_LOGGING_LEVEL: "WARNING",
  };
}

/** Starts it, and waits until it answers. */
export async function startPrefect(bin: string, env: Readonly<Record<string, string>>): Promise<Server> {
  const server = startServer(join(bin, "prefect"), ["server", "start"], env);
  const answers = (): Promise<boolean> =>
    fetch(`${env["PREFECT_API_URL"] ?? ""}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) await setTimeout(200);
  return server;
}

/** A cluster of Dask without workers, and the variable that names it. */
export async function startDaskScheduler(
  bin: string,
): Promise<{ readonly server: Server; readonly cluster: Record<string, string> }> {
  const port = String(await freePort());
  const where = ["--host", "127.0.0.1", "--port", port, "--no-dashboard"];
  const server = startServer(join(bin, "dask"), ["scheduler", ...where], {});
  return { server, cluster: { DASK_SCHEDULER_ADDRESS: `tcp://127.0.0.1:${port}` } };
}

/** One of two threads, which keeps its files in a folder. */
export function startDaskWorker(
  bin: string,
  { DASK_SCHEDULER_ADDRESS = "" }: Readonly<Record<string, string>>,
  folder: string,
): Server {
  const options = ["--nthreads", "2", "--no-dashboard", "--local-directory", folder];
  return startServer(join(bin, "dask"), ["worker", DASK_SCHEDULER_ADDRESS, ...options], {});
}
