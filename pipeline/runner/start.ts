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
import { exitCodes } from "../../notebook/program/exit-codes.ts";
import { RunClock, timeoutSentence } from "../../notebook/program/run-timeout.ts";
import { Stopping } from "../../notebook/program/stopping.ts";
import { signalExitCode, stopSignals } from "../../notebook/program/stop-signals.ts";
import { currentCell, failCell, followCell } from "./cell-log.ts";
import { where } from "./failures.ts";
import { lifelineDescriptor, lifelineValues, lifelineVariable } from "./lifeline.ts";
import type { LifelineMessage } from "./lifeline.ts";
import { lifeSignVariable } from "../result/life-sign.ts";
import { leaveLifeSigns } from "./leave-life-sign.ts";
import { attemptOf, given, reportVariable, resultVariable } from "../result/run-settings.ts";
import type { About } from "../result/about.ts";
import { aboutHere } from "./about-here.ts";
import { RunAccount, wantsAccount } from "./run-account.ts";
import { AskedReport } from "./write-report.ts";
import { writeAll } from "./write-result.ts";

/** Signals that ask for something else than the end. */
const passedOn = ["SIGUSR1", "SIGUSR2", "SIGWINCH"] as const;

/** Modules beside the pipeline are loaded as the kernel loads them, by way of Node's own type stripping, which warns of itself. */
const flags = ["--disable-warning=ExperimentalWarning", "--import", import.meta.url];

/** Runs `node SCRIPT ARGS…`; gives the exit code once it has ended with all that it has started. */
export async function start(script: string, args: readonly string[]): Promise<number> {
  const leaveEnd = leaveLifeSigns(process.env);
  const about = aboutHere();
  const account = openAccount(about);
  const { plain, records, report: reported } = lifelineValues;
  const place = given(process.env, reportVariable);
  const report = place === undefined ? undefined : new AskedReport(place);
  const child = spawn(process.execPath, [...process.execArgv, ...flags, script, ...args], {
    // Nothing is read from standard input: a notebook has none either.
    stdio: ["ignore", "inherit", "inherit", "pipe"],
    env: {
      NODE_ENV: "production",
      ...process.env,
      // Another pipeline that this one starts has a result and a report of its own.
      [resultVariable]: undefined,
      [reportVariable]: undefined,
      [lifeSignVariable]: undefined,
      // Kubernetes gives it as a sum.
      PIPENB_ATTEMPT: process.env["PIPENB_ATTEMPT"] && String(attemptOf(process.env)),
      [lifelineVariable]: report !== undefined ? reported : wantsAccount(process.env) ? records : plain,
    },
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
  const heard = lifeline === undefined ? undefined : hear(lifeline, stopping, { account, report });
  const clock = new RunClock(about.timeout, () => {
    stopping.ask("SIGTERM");
  });
  for (const signal of stopSignals)
    process.on(signal, () => {
      clock.stop();
      stopping.ask(signal);
    });
  for (const signal of passedOn) process.on(signal, () => child.kill(signal));
  const { code, signal } = await ended(child);
  clock.stop();
  await stopping.endRest();
  // What it has said last may not have been read yet.
  await heard;
  const cell = currentCell();
  const end = clock.isOver
    ? tellTimeout(about)
    : signal === null
      ? { exitCode: code, sentence: undefined }
      : tellEnd(signal, stopping);
  if (clock.isOver) account.timedOut(end.sentence ?? "", cell);
  else if (stopping.signal !== undefined) account.stopped();
  const { exitCode, sentences, result, secrets } = await account.close({ ...end, cell, about });
  const warning = result === undefined ? undefined : await report?.write(result, secrets);
  for (const sentence of [...sentences, ...(warning === undefined ? [] : [warning])])
    process.stderr.write(`${sentence}\n`);
  leaveEnd(exitCode);
  return exitCode;
}

function openAccount(pipeline: About): RunAccount {
  const print = (line: string): void => {
    writeAll(1, line);
  };
  return new RunAccount({ env: process.env, folder: process.cwd(), pipeline, print });
}

/** By a signal: ours, or one that ended it out of turn. */
function tellEnd(
  signal: NodeJS.Signals,
  { signal: asked, killed }: Stopping,
): {
  exitCode: number;
  sentence: string;
} {
  const by = asked !== undefined && (killed || signal === asked) ? asked : undefined;
  const exitCode = signalExitCode(by ?? signal);
  const sentence = `${where()} ${by === undefined ? howEnded(signal) : `was stopped by ${by}`}.`;
  failCell(sentence, exitCode);
  return { exitCode, sentence };
}

function tellTimeout({ timeout }: About): { exitCode: number; sentence: string } {
  const sentence = timeoutSentence(currentCell(), timeout ?? 0);
  failCell(sentence, exitCodes.timeout);
  return { exitCode: exitCodes.timeout, sentence };
}

function howEnded(signal: NodeJS.Signals): string {
  return signal === "SIGKILL"
    ? "was killed (SIGKILL), by somebody or by the engine because memory ran out"
    : `crashed (${signal})`;
}

function openLifeline(child: ChildProcess): Duplex | undefined {
  const lifeline = child.stdio[lifelineDescriptor];
  return lifeline instanceof Duplex ? lifeline : undefined;
}

/** Takes in what the pipeline tells; settles when it tells nothing more. */
function hear(
  lifeline: Duplex,
  stopping: Stopping,
  { account, report }: { readonly account: RunAccount; readonly report: AskedReport | undefined },
): Promise<void> {
  // It has ended between two lines.
  lifeline.on("error", () => undefined);
  const lines = createInterface({ input: lifeline });
  lines.on("line", (line) => {
    // SAFETY: written by lifeline.ts, the same program.
    const message = JSON.parse(line) as LifelineMessage;
    if ("cell" in message) {
      followCell(message.cell);
      report?.started(message.cell);
    } else if ("report" in message) report?.hear(message.report);
    else if ("signal" in message) stopping.heard(message);
    else account.hear(message);
  });
  return new Promise((resolve) => lines.on("close", resolve));
}

function ended(child: ChildProcess): Promise<{ code: number; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      resolve({ code: code ?? 1, signal });
    });
  });
}
