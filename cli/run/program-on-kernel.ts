/** The program that a notebook is, on a kernel that has been started for it: from the first cell to its end. */
import { basename } from "node:path";
import { cellName } from "../../notebook/cell-name.ts";
import type { RunRecorder } from "../../pipeline/report/recorder.ts";
import type { RunAccount } from "../../pipeline/runner/run-account.ts";
import { describeExit } from "../../app/kernel/describe-exit.ts";
import type { RunningKernel } from "../../containers/hosts/kernel-host.ts";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { exitCodes } from "../../notebook/program/exit-codes.ts";
import { RunClock, timeoutSentence } from "../../notebook/program/run-timeout.ts";
import { contractOf } from "../../pipeline/contract-labels.ts";
import { stillOpenMilliseconds, stillOpenSentence } from "../../notebook/program/still-open.ts";
import { connectKernel } from "../../protocol/client.ts";
import type { KernelClient } from "../../protocol/client.ts";
import { beginProgram, finishProgram, signalProgram, whatIsOpen } from "../../protocol/program.ts";
import { ProtocolError } from "../../protocol/message.ts";
import { CliError } from "../cli-error.ts";
import { writeOutput, type OutputRequest } from "../files/output-file.ts";
import type { OpenNotebook } from "../notebook/open-notebook.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { executedNotebook } from "./executed-notebook.ts";
import { FollowedCells } from "./followed-cells.ts";
import { forRun, runCells } from "./run-cells.ts";
import { WatchForAccount } from "./watch-for-account.ts";
import type { StopSignals } from "./stop-signals.ts";

/** What `pipenb run` is to run, and how. */
export interface RunRequest {
  readonly open: OpenNotebook;
  readonly values: ParameterValues;
  /** Those that may be shown: secrets are left out. */
  readonly shown: ParameterValues;
  /** What was given for the parameters: `process.argv` of the cells. */
  readonly args: readonly string[];
  readonly runtime: "container" | "local" | undefined;
  /** Services without what they kept. */
  readonly fresh: boolean;
  /** On which its services run already. */
  readonly network: string | undefined;
  /** Where the executed notebook is written. */
  readonly out: OutputRequest | undefined;
  /** Where somebody wants to know what it reads and writes. */
  readonly account: RunAccount | undefined;
  /** Where somebody wants to see what it shows. */
  readonly recorder: RunRecorder | undefined;
}

/** Runs the notebook's cells as one program on a kernel; gives the exit code. */
export async function runProgramOn(
  kernel: RunningKernel,
  { open, values, shown, args, out, account, recorder }: RunRequest,
  terminal: Terminal,
  signals: StopSignals,
): Promise<number> {
  const client = await connectKernel({ url: kernel.url, token: kernel.token, signal: signals.signal });
  await beginProgram(client, args, account !== undefined);
  const watch = new WatchForAccount(account, recorder, basename(open.path));
  const { timeout } = contractOf(open.notebook.frontMatter, open.parameters);
  const clock = new RunClock(timeout, () => {
    signalProgram(client, "SIGTERM").catch(() => undefined); // it has ended meanwhile
  });
  signals.passOnWith((signal) => {
    // Who is asked to end has the time that ending takes.
    clock.stop();
    return signalProgram(client, signal);
  });
  const notebook = await forRun(open, values);
  const cells = new FollowedCells(client, (index, edit) => {
    const cell = notebook.cells[index];
    if (cell !== undefined) watch.shown(cellName(cell, index), edit);
  });
  try {
    const code = await runCells(cells, notebook, { terminal, watch });
    const ended = await endOfProgram(client, { terminal, watch }, code);
    if (!clock.isOver) return ended;
    const sentence = timeoutSentence(watch.cell, timeout ?? 0);
    watch.timedOut(sentence);
    terminal.complain(terminal.colors.red(sentence));
    return exitCodes.timeout;
  } catch (error) {
    if (error instanceof ProtocolError && error.code === "connection-ended" && !signals.signal.aborted)
      throw await whyItEnded(kernel, error, notebook.frontMatter);
    throw error;
  } finally {
    clock.stop();
    client.close();
    if (out !== undefined)
      await writeOutput(out, executedNotebook(await forRun(open, shown), cells.results()), terminal);
  }
}

/** The pipeline ends when it has nothing left to do, and with the code it wants; after a cell that failed it ends at once. */
async function endOfProgram(
  client: KernelClient,
  { terminal, watch }: { readonly terminal: Terminal; readonly watch: WatchForAccount },
  code: number | undefined,
): Promise<number> {
  const waits = tellWhatIsOpen(client, terminal);
  try {
    const end = await finishProgram(client, code);
    watch.programEnded(end);
    if (code === undefined && end.sentence !== undefined)
      terminal.complain(terminal.colors.red(end.sentence));
    return end.exit_code;
  } finally {
    clearTimeout(waits);
  }
}

function tellWhatIsOpen(client: KernelClient, terminal: Terminal): NodeJS.Timeout {
  const tell = async (): Promise<void> => {
    const open = await whatIsOpen(client);
    if (open !== undefined) terminal.note(terminal.colors.yellow(stillOpenSentence(open)));
  };
  return setTimeout(() => {
    tell().catch(() => undefined); // the program has ended meanwhile
  }, stillOpenMilliseconds);
}

/** The kernel's own end says more than the connection's; it is waited for a moment only. */
async function whyItEnded(
  kernel: RunningKernel,
  cause: ProtocolError,
  frontMatter: FrontMatter,
): Promise<CliError> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => {
      resolve(undefined);
    }, 2000).unref();
  });
  const exit = await Promise.race([kernel.exited, late]);
  if (exit === undefined) return new CliError("stopped", cause.message, { cause });
  const { words, remedy } = describeExit(exit, frontMatter);
  const log = exit.log.trim();
  return new CliError("stopped", `The kernel ended: ${words}.${log === "" ? "" : `\n${log}`}`, {
    cause,
    remedy,
  });
}
