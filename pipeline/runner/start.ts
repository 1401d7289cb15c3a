/**
 * What an image runs first: starts the pipeline as a child that leads a process group, passes signals on to it, and ends what does
 * not end by itself. A process that computes, or waits for a child, answers no signal, and process 1 of a container is not even
 * ended by one.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { Duplex } from "node:stream";
import { signalGroup } from "../../notebook/program/end-process.ts";
import { Stopping } from "../../notebook/program/stopping.ts";
import { signalExitCode, stopSignals } from "../../notebook/program/stop-signals.ts";
import { failCell, followCell } from "./cell-log.ts";
import { where } from "./failures.ts";
import { lifelineDescriptor, lifelineVariable } from "./lifeline.ts";
import type { LifelineMessage } from "./lifeline.ts";

/** Signals that ask for something else than the end. */
const passedOn = ["SIGUSR1", "SIGUSR2", "SIGWINCH"] as const;

/** Modules beside the pipeline are loaded as the kernel loads them, by way of Node's own type stripping, which warns of itself. */
const flags = ["--disable-warning=ExperimentalWarning", "--import", import.meta.url];

/** Runs `node SCRIPT ARGS…`; gives the exit code once it has ended with all that it has started. */
export async function start(script: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, ...flags, script, ...args], {
    // Nothing is read from standard input: a notebook has none either.
    stdio: ["ignore", "inherit", "inherit", "pipe"],
    env: { NODE_ENV: "production", ...process.env, [lifelineVariable]: String(lifelineDescriptor) },
    detached: true,
  });
  const lifeline = openLifeline(child);
  const stopping = new Stopping({
    signal: (signal) => child.kill(signal),
    signalGroup: (signal) => signalGroup(child.pid, signal),
    endNow: (signal) => {
      lifeline?.write(`end ${signal}\n`);
    },
  });
  if (lifeline !== undefined) hear(lifeline, stopping);
  for (const signal of stopSignals)
    process.on(signal, () => {
      stopping.ask(signal);
    });
  for (const signal of passedOn) process.on(signal, () => child.kill(signal));
  const { code, signal } = await ended(child);
  await stopping.endRest();
  return signal === null ? code : tellEnd(signal, stopping);
}

/** By a signal: ours, or one that ended it out of turn. */
function tellEnd(signal: NodeJS.Signals, stopping: Stopping): number {
  if (stopping.signal !== undefined && (stopping.killed || signal === stopping.signal)) {
    const exitCode = signalExitCode(stopping.signal);
    failCell(`${where()} was stopped by ${stopping.signal}.`, exitCode);
    return exitCode;
  }
  const exitCode = signalExitCode(signal);
  const how =
    signal === "SIGKILL"
      ? "was killed (SIGKILL), by somebody or by the engine because memory ran out"
      : `crashed (${signal})`;
  failCell(`${where()} ${how}.`, exitCode);
  return exitCode;
}

function openLifeline(child: ChildProcess): Duplex | undefined {
  const lifeline = child.stdio[lifelineDescriptor];
  return lifeline instanceof Duplex ? lifeline : undefined;
}

/** Takes in what the pipeline tells. */
function hear(lifeline: Duplex, stopping: Stopping): void {
  // It has ended between two lines.
  lifeline.on("error", () => undefined);
  createInterface({ input: lifeline }).on("line", (line) => {
    // SAFETY: written by lifeline.ts, the same program.
    const message = JSON.parse(line) as LifelineMessage;
    if ("cell" in message) followCell(message.cell);
    else stopping.heard(message);
  });
}

function ended(child: ChildProcess): Promise<{ code: number; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      resolve({ code: code ?? 1, signal });
    });
  });
}
