/** `pipenb run`: a kernel is started, runs the notebook's cells, and is always stopped again. */
import { chooseHost } from "../../containers/hosts/choose-host.ts";
import type { RunningKernel } from "../../containers/hosts/kernel-host.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { kernelFolder } from "../places.ts";
import { duration } from "../../containers/figures/duration.ts";
import { showProgress } from "../terminal/show-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { RunRequest } from "./program-on-kernel.ts";
import { stoppable } from "./stoppable.ts";
import type { StopSignals } from "./stop-signals.ts";

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
  const program = programLoader();
  const kernel = await startKernel(request, terminal, signals.signal, program);
  const stopNow = (): void => {
    kernel.stop().catch(() => undefined); // awaited below, where its failure counts
  };
  signals.signal.addEventListener("abort", stopNow);
  try {
    const { runProgramOn } = await program();
    const code = await runProgramOn(kernel, request, terminal, signals);
    if (terminal.json)
      for (const result of await kernel.serviceResults()) terminal.event({ type: "service", ...result });
    return code;
  } finally {
    signals.signal.removeEventListener("abort", stopNow);
    if (signals.asked) request.account?.stopped();
    await kernel.stop();
  }
}

/** What speaks to a kernel is loaded while that starts, and once. */
function programLoader(): () => Promise<typeof import("./program-on-kernel.ts")> {
  let loading: Promise<typeof import("./program-on-kernel.ts")> | undefined;
  return () => (loading ??= import("./program-on-kernel.ts"));
}

async function startKernel(
  { open, runtime, fresh, network }: RunRequest,
  terminal: Terminal,
  signal: AbortSignal,
  loadProgram: () => Promise<unknown>,
): Promise<RunningKernel> {
  // A process of this machine is on no network of an engine's.
  const wanted = runtime ?? (network === undefined ? undefined : "container");
  if (wanted === "local" && network !== undefined)
    throw new CliError("usage", "--network is for cells that run in a container, not for --runtime local.");
  const { host, notice } = await chooseHost({
    kernelFolder: kernelFolder(),
    signal,
    ...(wanted === undefined ? {} : { runtime: wanted }),
  });
  if (notice !== undefined) terminal.note(terminal.colors.yellow(notice));
  const show = showProgress(terminal);
  const kernel = await host.start({
    notebookPath: open.path,
    frontMatter: open.notebook.frontMatter,
    fresh,
    ...(network === undefined ? {} : { network }),
    onEvent: (event) => {
      show(event);
      // The process or the container comes first, then this one has time.
      if (event.type === "phase") void loadProgram();
    },
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
