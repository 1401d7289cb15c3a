/** `pipenb run`: a kernel is started, runs the notebook's cells, and is always stopped again. */
import { chooseHost } from "../../containers/hosts/choose-host.ts";
import type { RunningKernel } from "../../containers/hosts/kernel-host.ts";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { stillOpenMilliseconds, stillOpenSentence } from "../../notebook/program/still-open.ts";
import { connectKernel } from "../../protocol/client.ts";
import type { KernelClient } from "../../protocol/client.ts";
import { beginProgram, finishProgram, signalProgram, whatIsOpen } from "../../protocol/program.ts";
import { ProtocolError } from "../../protocol/message.ts";
import { CliError } from "../cli-error.ts";
import { exitCode } from "../exit-code.ts";
import { writeOutput, type OutputRequest } from "../files/output-file.ts";
import type { OpenNotebook } from "../notebook/open-notebook.ts";
import { kernelFolder } from "../places.ts";
import { duration } from "../../containers/figures/duration.ts";
import { showProgress } from "../terminal/show-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { executedNotebook } from "./executed-notebook.ts";
import { forRun, runCells } from "./run-cells.ts";
import { RunOutputs } from "./run-outputs.ts";
import { showEvent } from "./show-event.ts";
import { stoppable } from "./stoppable.ts";
import type { StopSignals } from "./stop-signals.ts";

export interface RunRequest {
  readonly open: OpenNotebook;
  readonly values: ParameterValues;
  /** What was given for the parameters: `process.argv` of the cells. */
  readonly args: readonly string[];
  readonly runtime: "container" | "local" | undefined;
  /** Where the executed notebook is written. */
  readonly out: OutputRequest | undefined;
}

/** Runs a notebook; gives the exit code. */
export async function runNotebook(request: RunRequest, terminal: Terminal): Promise<number> {
  const started = performance.now();
  const code = await stoppable(terminal, (signals) => withKernel(request, terminal, signals));
  const milliseconds = Math.round(performance.now() - started);
  terminal.event({ type: "end", exitCode: code, milliseconds });
  if (code === exitCode.ok) terminal.note(terminal.colors.green(`done in ${duration(milliseconds)}`));
  return code;
}

async function withKernel(request: RunRequest, terminal: Terminal, signals: StopSignals): Promise<number> {
  const kernel = await startKernel(request, terminal, signals.signal);
  const stopNow = (): void => {
    kernel.stop().catch(() => undefined); // awaited below, where its failure counts
  };
  signals.signal.addEventListener("abort", stopNow);
  try {
    return await onKernel(kernel, request, terminal, signals);
  } finally {
    signals.signal.removeEventListener("abort", stopNow);
    await kernel.stop();
  }
}

async function startKernel(
  { open, runtime }: RunRequest,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<RunningKernel> {
  const { host, notice } = await chooseHost({
    kernelFolder: kernelFolder(),
    signal,
    ...(runtime === undefined ? {} : { runtime }),
  });
  if (notice !== undefined) terminal.note(terminal.colors.yellow(notice));
  const kernel = await host.start({
    notebookPath: open.path,
    frontMatter: open.notebook.frontMatter,
    onEvent: showProgress(terminal),
    signal,
  });
  terminal.done();
  const where =
    kernel.host === "container" ? `in a container of ${kernel.image ?? "its image"}` : "as a local process";
  terminal.note(
    terminal.colors.dim(`kernel ${where}, ready after ${duration(kernel.startedInMilliseconds)}`),
  );
  terminal.event({ type: "kernel", host: kernel.host, id: kernel.id, image: kernel.image ?? null });
  return kernel;
}

async function onKernel(
  kernel: RunningKernel,
  { open, values, args, out }: RunRequest,
  terminal: Terminal,
  signals: StopSignals,
): Promise<number> {
  const client = await connectKernel({ url: kernel.url, token: kernel.token, signal: signals.signal });
  await beginProgram(client, args);
  signals.passOnWith((signal) => signalProgram(client, signal));
  const notebook = forRun(open.notebook, values);
  const outputs = new RunOutputs((cell, event) => {
    showEvent(terminal, cell, event);
  });
  client.onMessage((message) => {
    outputs.hear(message);
  });
  try {
    const code = await runCells(client, notebook, terminal, outputs);
    return await endOfProgram(client, terminal, code);
  } catch (error) {
    if (error instanceof ProtocolError && error.code === "connection-ended" && !signals.signal.aborted)
      throw await whyItEnded(kernel, error);
    throw error;
  } finally {
    client.close();
    if (out !== undefined) await writeOutput(out, executedNotebook(notebook, outputs.results()), terminal);
  }
}

/** The pipeline ends when it has nothing left to do, and with the code it wants; after a cell that failed it ends at once. */
async function endOfProgram(
  client: KernelClient,
  terminal: Terminal,
  code: number | undefined,
): Promise<number> {
  const waits = tellWhatIsOpen(client, terminal);
  try {
    const end = await finishProgram(client, code);
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
async function whyItEnded(kernel: RunningKernel, cause: ProtocolError): Promise<CliError> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => {
      resolve(undefined);
    }, 2000).unref();
  });
  const exit = await Promise.race([kernel.exited, late]);
  if (exit === undefined) return new CliError("stopped", cause.message, { cause });
  const reasons = {
    stopped: "The kernel was stopped by someone else.",
    exited: `The kernel ended by itself (exit code ${exit.exitCode ?? "unknown"}).`,
    "out-of-memory": "The kernel ran out of memory.",
    lease: "The kernel's lease ran out.",
  };
  const log = exit.log.trim();
  return new CliError("stopped", `${reasons[exit.reason]}${log === "" ? "" : `\n${log}`}`, {
    cause,
    remedy:
      exit.reason === "out-of-memory"
        ? "Work on less data at a time, or raise image.memory in the front matter."
        : undefined,
  });
}
