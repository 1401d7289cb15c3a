/**
 * Program 1b: the runtime, the supervisor's child that runs user code on its main thread. It knows nothing of Jupyter's
 * messages or of sockets; it reads runs from descriptor 5, writes what happens to descriptor 3, and ends when the former closes.
 */
import { EventEmitter } from "node:events";
import { close as closeInspector, open as openInspector, url as inspectorUrl } from "node:inspector";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { endOwnGroup } from "../notebook/program/end-process.ts";
import { dataframesTarget } from "../dataframes/protocol/comm-target.ts";
import { DataframeRegistry } from "./dataframes/dataframe-registry.ts";
import { loadLazily } from "../display/load-lazily.ts";
import { toBundle } from "../display/bundle.ts";
import { createDisplay } from "../display/display.ts";
import type { Bundle } from "../protocol/mime-bundle.ts";
import { createShell } from "./output/shell.ts";
import { Channel } from "./run/channel.ts";
import { replaceStandardStreams } from "./run/cell-stream.ts";
import { CellRunner } from "./run/cell-runner.ts";
import { Evaluator } from "./run/evaluator.ts";
import { installGlobals } from "./run/globals.ts";
import { Inputs } from "./run/inputs.ts";
import { PlainConsole } from "./run/plain-console.ts";
import { Disposables } from "./run/disposables.ts";
import { Program } from "./run/program.ts";
import { cellComms } from "./run/cell-comms.ts";
import { giveComms } from "../notebook/program/cell-comms.ts";
import { RuntimeComms } from "./run/runtime-comms.ts";
import { importFrom } from "./run/resolve-from-notebook.ts";
import { Questions } from "./run/questions.ts";
import { ReadableStacks } from "./run/readable-stacks.ts";
import { shownTexts } from "./run/shown-texts.ts";
import { reachUserCode } from "./run/reach-user-code.ts";
import type { InterrupterData } from "./interrupter.ts";
import { runtimeVariable } from "./wire/runtime-settings.ts";
import type { RuntimeSettings } from "./wire/runtime-settings.ts";
import { fromRuntime, toRuntime } from "./wire/packet-table.ts";
import type { Question, RunRequest } from "./wire/packet-table.ts";

// SAFETY: written by the supervisor that started this process.
const settings = JSON.parse(process.env[runtimeVariable] ?? "{}") as RuntimeSettings;
Reflect.deleteProperty(process.env, runtimeVariable);

const channel = new Channel(5, 3);
const evaluator = new Evaluator();
const send: Channel["send"] = (kind, id, value) => {
  channel.send(kind, id, value);
};
const frames = new DataframeRegistry();
const show = (value: unknown): Bundle | Promise<Bundle> => toBundle(value, frames.hold);
const runner = new CellRunner(evaluator, channel, show);
const disposables = new Disposables();
const program = new Program(channel, runner, disposables, settings);
/** What answers questions about dataframes, loaded when the first client asks. */
type CommHandlerModule = typeof import("./dataframes/comm-handler.ts");
// SAFETY: that file's exports.
const loadCommHandler = (): CommHandlerModule =>
  loadLazily("kernel/dataframes/comm-handler") as CommHandlerModule;
const comms = new RuntimeComms(send, () => runner.owner, {
  [dataframesTarget]: (reply) =>
    loadCommHandler().handleComm({
      frames,
      evaluator,
      folder: settings.folder,
      exports: settings.exports,
      reply,
    }),
});
giveComms(cellComms(comms));
const questions = new Questions(evaluator, settings);
async function tell(id: number, question: Question): Promise<void> {
  channel.send(fromRuntime.answer, id, await questions.answer(question).catch(() => []));
}
const stacks = new ReadableStacks(settings);
stacks.install();
function run(id: number, request: RunRequest): void {
  stacks.add(id, { ...request.place, executionCount: request.count });
  void program.during(() => runner.run(id, request));
}
const handled = new Int32Array(new SharedArrayBuffer(4));

replaceStandardStreams((stream, chunk) => {
  if (typeof chunk === "string") channel.sendText(fromRuntime[stream], runner.owner, chunk);
  else channel.send(fromRuntime[stream], runner.owner, chunk);
});
const plainConsole = new PlainConsole();
/** Opens the inspector of this process, for a debugger, or closes it; gives its address when it is open. */
function inspect(on: boolean): string | undefined {
  evaluator.debugged = on;
  plainConsole.inspect(on);
  if (!on) closeInspector();
  else if (inspectorUrl() === undefined) openInspector(0, "127.0.0.1");
  return on ? inspectorUrl() : undefined;
}
const clearOutput = (wait: boolean): void => {
  channel.send(fromRuntime.clearOutput, runner.owner, { wait });
};
const inputs = new Inputs(runner, send);
installGlobals({
  folder: settings.folder,
  notebook: settings.notebook,
  importFromCell: importFrom({ folder: settings.folder, modules: settings.modules }),
  runner,
  disposables,
  input: inputs.ask,
  display: createDisplay(
    ({ type, bundle, displayId }) => {
      const content = shownTexts({
        ...bundle,
        transient: displayId === undefined ? {} : { display_id: displayId },
      });
      channel.send(
        type === "display_data" ? fromRuntime.displayData : fromRuntime.updateDisplayData,
        runner.owner,
        content,
      );
    },
    clearOutput,
    show,
  ),
  shell: createShell(
    () => process.cwd(),
    () => runner.signal,
    stacks.map,
  ),
  onExit: (code) => {
    channel.send(fromRuntime.exiting, runner.owner, code);
  },
  onSignal: () => {
    channel.writeHeld();
  },
});
/** The interrupter asks again every few milliseconds, and most writes take far less: code that was cut off in one by another hand is no reason to wait for ever. */
const mostWrites = 20;
let writesMet = 0;
reachUserCode(fileURLToPath(new URL(".", import.meta.url)), (number) => {
  if (Atomics.load(handled, 0) >= number) return;
  if (channel.isWriting && (writesMet += 1) < mostWrites) return;
  writesMet = 0;
  evaluator.terminate();
});
process.setUncaughtExceptionCaptureCallback((error) => {
  // Code of cells that listens for what nobody has caught is the one to decide.
  if (process.listenerCount("uncaughtException") > 0)
    EventEmitter.prototype.emit.call(process, "uncaughtException", error, "uncaughtException");
  else program.uncaught(error);
});

// Before the first cell is read: one that never gives the thread back could not be interrupted otherwise.
const interrupter = new Worker(new URL("./interrupter.mjs", import.meta.url), {
  workerData: {
    handled,
    text: channel.hold(() => {
      interrupter.postMessage(null);
    }),
  } satisfies InterrupterData,
  execArgv: [],
  resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
});
interrupter.unref();
process.once("exit", () => {
  channel.release();
});

channel.listen(
  ({ kind, id, payload }) => {
    switch (kind) {
      case toRuntime.run.number:
        run(id, toRuntime.run.decode(payload));
        return;
      case toRuntime.program.number:
        program.begin(toRuntime.program.decode(payload));
        return;
      case toRuntime.finish.number:
        void program.finish(toRuntime.finish.decode(payload).exitCode);
        return;
      case toRuntime.endNow.number:
        program.endNow(toRuntime.endNow.decode(payload));
        return;
      case toRuntime.interrupt.number:
        Atomics.store(handled, 0, id);
        Atomics.notify(handled, 0);
        runner.interrupt();
        return;
      case toRuntime.ask.number:
        void tell(id, toRuntime.ask.decode(payload));
        return;
      case toRuntime.inputReply.number:
        inputs.take(id, toRuntime.inputReply.decode(payload));
        return;
      case toRuntime.commIn.number:
        comms.take(toRuntime.commIn.decode(payload));
        return;
      case toRuntime.inspect.number: {
        const address = inspect(toRuntime.inspect.decode(payload));
        if (address !== undefined) channel.send(fromRuntime.inspecting, 0, address);
        return;
      }
      default:
        throw new Error(`The supervisor sent a packet of unknown kind ${kind}.`);
    }
  },
  // With all that its cells have started, which is its process group.
  endOwnGroup,
);
channel.send(fromRuntime.ready, 0, undefined);

// Under memory pressure the engine shall end this process and not its supervisor.
try {
  if (Number(readFileSync("/proc/self/oom_score_adj", "utf8")) < 500)
    writeFileSync("/proc/self/oom_score_adj", "500");
} catch {
  // Not Linux, or not allowed: then the engine chooses by size, which is most often the runtime too.
}
