/**
 * A run that a worker of Prefect has started: takes the flow run up, starts the pipeline with what it says, and reports its output and its
 * end. The image needs no Python for it. The pipeline runs as it always does, one process further down.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { signalExitCode, stopSignals } from "../../../notebook/program/stop-signals.ts";
import { aboutHere } from "../about-here.ts";
import { attemptOf, given, prefectRetriesVariable, resultVariable } from "../../result/run-settings.ts";
import { shortResult, type RunResult } from "../../result/run-result.ts";
import { artifactKey, endState, runWords, type BegunFlowRun } from "./flow-run-words.ts";
import { FlowRun } from "./flow-run.ts";
import { LogQueue, longestLine } from "./log-queue.ts";
import { prefectServer } from "./prefect-server.ts";

/** By which a worker says which flow run its container is of. */
const flowRunVariable = "PREFECT__FLOW_RUN_ID";

const lookMilliseconds = 5_000;
const looksPerSign = 3;

type Environment = Readonly<Record<string, string | undefined>>;

/** The flow run that this container is of; undefined where no worker of Prefect has started it. */
export function flowRunHere(env: Environment): FlowRun | undefined {
  const id = given(env, flowRunVariable);
  const server = prefectServer(env);
  return id === undefined || server === undefined ? undefined : new FlowRun(server, id);
}

/** Gives the exit code: 0 also where another try is to come, as a worker takes any other for a crash. */
export async function runForPrefect(run: FlowRun, script: string, env: Environment): Promise<number> {
  const begun = await run.begin().catch((error: unknown) => {
    process.stderr.write(
      `Prefect's server cannot be asked: ${error instanceof Error ? error.message : String(error)}. Nothing was run.\n`,
    );
    return undefined;
  });
  if (begun === undefined) return 1;
  if (typeof begun === "string") {
    process.stderr.write(`${begun}\n`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), "pipenb-prefect-"));
  const resultFile = join(folder, "result.json");
  const child = startPipeline(script, begun, { ...env, [resultVariable]: resultFile });
  const isStopped = passSignals(child);
  const logs = new LogQueue((lines) => run.log(lines));
  const watching = setInterval(() => void look(), lookMilliseconds);
  let looks = 0;
  async function look(): Promise<void> {
    void logs.send();
    if (looks % looksPerSign === 0) run.tellAlive().catch(() => undefined);
    looks += 1;
    if ((await run.isCancelled()) === true) child.kill("SIGTERM");
  }
  const exitCode = await ended(child, logs);
  clearInterval(watching);
  const isHurried = isStopped();
  const result = readResult(resultFile);
  if (result !== undefined && env[resultVariable] === "-") logs.add(shortResult(result, longestLine));
  await logs.sendAll();
  rmSync(folder, { recursive: true, force: true });
  const isCancelled = (await run.isCancelled(isHurried ? 2 : 10)) === true;
  if (result !== undefined && result.outputs.length > 0)
    await run.showOutputs(artifactKey(aboutHere().name ?? "pipeline"), result).catch(() => undefined);
  const { attempt } = begun;
  const retries = Number(given(env, prefectRetriesVariable) ?? 2);
  const end = endState({ exitCode, result, attempt, retries, isCancelled, now: new Date() });
  try {
    await run.end(end.state, isHurried);
  } catch (error) {
    process.stderr.write(
      `Prefect has not heard how the run ended: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
  return end.exitCode;
}

function startPipeline(script: string, begun: BegunFlowRun, env: Environment): ChildProcess {
  const [, runner = ""] = process.argv;
  const words = runWords(begun, aboutHere());
  return spawn(process.execPath, [...process.execArgv, runner, script, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, [flowRunVariable]: undefined, PIPENB_ATTEMPT: String(attemptOf(env) + begun.attempt - 1) },
  });
}

/** Gives whether there were any. */
function passSignals(child: ChildProcess): () => boolean {
  let heard = false;
  for (const signal of stopSignals)
    process.on(signal, () => {
      heard = true;
      child.kill(signal);
    });
  return () => heard;
}

/** The exit code, once all that it has printed is in the logs. */
function ended(child: ChildProcess, logs: LogQueue): Promise<number> {
  const hear = (from: Readable | null, to: NodeJS.WriteStream): void => {
    if (from === null) return;
    createInterface({ input: from }).on("line", (line) => {
      to.write(`${line}\n`);
      logs.add(line);
    });
  };
  hear(child.stdout, process.stdout);
  hear(child.stderr, process.stderr);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve(signal === null ? (code ?? 1) : signalExitCode(signal));
    });
  });
}

function readResult(file: string): RunResult | undefined {
  try {
    // SAFETY: written by the same program.
    return JSON.parse(readFileSync(file, "utf8")) as RunResult;
  } catch {
    return undefined; // a run that was killed leaves none
  }
}
