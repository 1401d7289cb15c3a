/**
 * The kernel's state: the queue of cells, one runtime, the clients that listen. What happens is told to the queue, which says what
 * is to be done; what else comes from the runtime is handed to whom it concerns. Whatever happens to the runtime, every request
 * is answered.
 */
import { Compiler } from "../compile/compile.ts";
import type { StopSignal } from "../../notebook/program/stop-signals.ts";
import type { RunningCell } from "../../protocol/cells.ts";
import type { MessageHeader } from "../../protocol/message.ts";
import type { ProgramEnd } from "../../protocol/program.ts";
import { CellDebugger } from "../debugger/cell-debugger.ts";
import type { RuntimeExit } from "../process/describe-exit.ts";
import { CellPlaces } from "../trace/cell-places.ts";
import { errorContent, Tracer } from "../trace/trace.ts";
import type { Packet } from "../wire/packet.ts";
import { fromRuntime } from "../wire/packet-table.ts";
import type { Failure, InputQuestion, ProgramStart, Question } from "../wire/packet-table.ts";
import { Comms } from "./comms.ts";
import { runtimeEnded } from "./execution.ts";
import type { ExecutionRequest, KernelExecution } from "./execution.ts";
import { History } from "./history.ts";
import type { Lease } from "./lease.ts";
import type { Outbox } from "./outbox.ts";
import { prepareCell } from "./prepare-cell.ts";
import type { PreparedCell } from "./prepare-cell.ts";
import { calledBy, ProgramRun } from "./program-run.ts";
import { cellsOf, emptyQueue, step } from "./queue.ts";
import type { QueueCommand, QueueEvent } from "./queue.ts";
import type { Runtime, StartRuntime } from "./runtime.ts";
import { StdinRequests } from "./stdin-requests.ts";

export interface SessionOptions {
  /** Starts what runs the cells. */
  readonly startRuntime: StartRuntime;
  /** Frames of stacks below it are the kernel's own. */
  readonly kernelFolder: string;
  /** Folder of the notebook. */
  readonly folder: string;
  /** File name of the notebook. */
  readonly notebook: string;
  readonly outbox: Outbox;
  readonly lease: Pick<Lease, "hold">;
}

/** How long an interrupt may take before the client is told to restart. */
const unheededMilliseconds = 5_000;
const unheeded =
  "\nThe cell does not react to the interrupt. Restart the kernel to end it; its variables are then lost.\n";

export class Session {
  readonly outbox: Outbox;
  readonly comms: Comms;
  readonly stdin: StdinRequests;
  readonly debugger: CellDebugger;
  readonly history = new History();
  readonly #options: SessionOptions;
  readonly #runtime: Runtime;
  readonly #compiler = new Compiler();
  readonly #places = new CellPlaces();
  readonly #tracer: Tracer;
  #queue = emptyQueue;
  #release: () => void = () => undefined;
  #program: ProgramRun | undefined;

  constructor(options: SessionOptions) {
    const { outbox, folder, notebook, kernelFolder } = options;
    const places = this.#places;
    this.#options = options;
    const tracer = new Tracer({ notebook, folder, kernelFolder, places });
    this.#tracer = tracer;
    this.outbox = outbox;
    this.stdin = new StdinRequests(outbox, (question, answer) => {
      this.#runtime.answerInput(question, answer);
    });
    this.comms = new Comms(outbox, {
      toRuntime: (payload) => {
        this.#runtime.comm(payload);
      },
      standsStill: () => this.debugger.paused,
      tellDone: (request) => {
        this.tellDone(request);
      },
    });
    this.#runtime = this.#start();
    this.debugger = new CellDebugger({ runtime: this.#runtime, places, kernelFolder, tracer });
  }

  get busy(): boolean {
    return this.running !== undefined;
  }

  /** The request of the cell that runs. */
  get running(): MessageHeader | undefined {
    return this.#queue.running?.execution.parent;
  }

  /** A request was dealt with: clients wait for its own "idle", and tell by the last word whether a cell runs. */
  tellDone(request: MessageHeader): void {
    this.outbox.publish("status", request, { execution_state: "idle" });
    if (this.running !== undefined) this.outbox.publish("status", this.running, { execution_state: "busy" });
  }

  /** What runs and waits, in the order of their turns. */
  get cells(): readonly RunningCell[] {
    return cellsOf(this.#queue);
  }

  /** Queues a cell. */
  execute(request: ExecutionRequest): void {
    this.#happened({ type: "execute", request, since: this.outbox.last });
  }

  /** Asks the running cell to end; those that wait are aborted with it. */
  interrupt(): void {
    this.debugger.terminatePaused();
    this.#happened({ type: "interrupt" });
  }

  /** From now on the cells are one program. */
  async beginProgram(start: ProgramStart): Promise<void> {
    this.#program = new ProgramRun();
    this.#happened({ type: "restarted" });
    await this.#runtime.beginProgram(start);
  }

  /** No more cells come: settles when the program has ended. */
  async finishProgram(exitCode: number | undefined): Promise<ProgramEnd> {
    if (this.#program === undefined) throw new Error("No program was begun.");
    if (this.#queue.over === undefined) this.#runtime.finish(exitCode);
    return this.#program.end;
  }

  /** Sends the program a signal. */
  signalProgram(signal: StopSignal): void {
    if (this.#program !== undefined) this.#runtime.stop(signal);
  }

  /** Starts over with a new runtime: the running cell ends with an error, the waiting ones are aborted. */
  restart(): void {
    this.#program = undefined;
    this.#happened({ type: "restarted" });
    this.#runtime.restart();
    this.#forget("The kernel was restarted.", 1);
  }

  ask(question: Question): Promise<readonly string[]> {
    const isGone = this.#queue.over !== undefined;
    return this.busy || isGone || this.debugger.paused ? Promise.resolve([]) : this.#runtime.ask(question);
  }

  /** What the cells have declared themselves, the newest last. */
  get ownNames(): readonly string[] {
    return this.#compiler.ownNames;
  }

  /** The code of the cells that have run, the newest first. */
  get sources(): readonly string[] {
    return this.#places.newest().map(({ text }) => text);
  }

  /** Where relative paths of cells start from. */
  workingFolder(): Promise<string> {
    return this.#runtime.workingFolder();
  }

  pause(): void {
    this.#runtime.pause();
  }

  resume(): void {
    this.#runtime.resume();
  }

  /** Settles when the runtime is gone. */
  close(): Promise<void> {
    this.debugger.letGo("the kernel ends");
    return this.#runtime.close();
  }

  #start(): Runtime {
    return this.#options.startRuntime({
      onPacket: (packet) => {
        this.#take(packet);
      },
      onLost: (sentence, exitCode) => {
        this.#lost(sentence, exitCode);
      },
      onProgramEnd: (exit) => {
        this.#programEnded(exit);
      },
      onExiting: () => {
        this.debugger.letGo("the runtime is about to end");
      },
      onUnreachable: () => {
        this.comms.closeAll();
      },
    });
  }

  #happened(event: QueueEvent<PreparedCell>): void {
    const { state, commands } = step(this.#queue, event);
    this.#queue = state;
    for (const command of commands) this.#do(command);
  }

  #do(command: QueueCommand<PreparedCell>): void {
    switch (command.do) {
      case "hold":
        this.#release = this.#options.lease.hold();
        return;
      case "release":
        this.#release();
        return;
      case "begin":
        this.outbox.begin(command.execution);
        return;
      case "publish":
        this.outbox.publish(command.type, command.parent, command.content, command.own);
        return;
      case "remember":
        this.history.add(command.count, command.code);
        return;
      case "prepare":
        void this.#prepare(command.execution, command.count);
        return;
      case "run":
        this.#places.add(command.id, command.prepared.place);
        command.prepared.declare();
        this.#runtime.run(command.id, command.prepared.request);
        return;
      case "interrupt":
        this.#runtime.interrupt();
        setTimeout(() => {
          this.#happened({ type: "unheeded", id: command.id });
        }, unheededMilliseconds).unref();
        return;
      case "warn":
        this.outbox.write(command.id, "stderr", Buffer.from(unheeded));
        return;
      case "tell-failure":
        this.#happened({ type: "failure-told", at: this.outbox.last });
    }
  }

  async #prepare(execution: KernelExecution, count: number): Promise<void> {
    const tools = {
      compiler: this.#compiler,
      tracer: this.#tracer,
      runtime: this.#runtime,
      debugger: this.debugger,
      // A program's cells are to mean what they mean in its image.
      sources: this.#program === undefined ? this.sources : undefined,
    };
    this.#happened(await prepareCell(execution, count, tools));
  }

  #take(packet: Packet): void {
    if (packet.kind === fromRuntime.executeResult.number) this.#remember(packet);
    if (this.outbox.take(packet)) return;
    const { kind, id, payload } = packet;
    switch (kind) {
      case fromRuntime.failure.number:
        this.#failed(id, fromRuntime.failure.decode(payload));
        return;
      case fromRuntime.inputRequest.number:
        this.#ask(id, fromRuntime.inputRequest.decode(payload));
        return;
      case fromRuntime.commOut.number:
        this.comms.pass(id, fromRuntime.commOut.decode(payload));
        return;
      case fromRuntime.recorded.number:
        this.#program?.recorded(fromRuntime.recorded.decode(payload));
        return;
      case fromRuntime.finished.number:
        this.#happened({ type: "finished", id, expressions: fromRuntime.finished.decode(payload) });
        return;
      default:
    }
  }

  #remember({ id, payload }: Packet): void {
    const { running } = this.#queue;
    if (running?.execution.id === id && running.execution.storeHistory)
      this.history.addResult(running.count, fromRuntime.executeResult.decode(payload));
  }

  #ask(id: number, question: InputQuestion): void {
    const running = this.#queue.running?.execution;
    this.stdin.ask(running?.id === id ? running : undefined, question);
  }

  #failed(execution: number, failure: Failure): void {
    const error = this.#tracer.ofFailure(failure);
    if (!failure.late) {
      this.#happened({ type: "failed", error });
      return;
    }
    this.#program?.failedLate(calledBy(this.#places.get(execution)));
    const late = { ...error, traceback: ["After its cell had ended:", ...error.traceback] };
    this.outbox.publishFor("error", execution, errorContent(late), { exit_code: late.exitCode });
  }

  #lost(sentence: string, exitCode: number): void {
    const told = `${sentence} All variables are lost; a new runtime is there for the next cell.`;
    if (!this.busy) this.outbox.write(0, "stderr", Buffer.from(`${told}\n`));
    this.#forget(told, exitCode);
  }

  #programEnded(exit: RuntimeExit): void {
    const running = this.#queue.running?.execution;
    const ending = this.#program?.ended(exit, calledBy(running && { ...running, name: running.cell }));
    this.debugger.letGo("the runtime has ended");
    if (ending !== undefined) this.#happened({ type: "program-ended", ending });
  }

  #forget(sentence: string, exitCode: number): void {
    this.debugger.letGo("the runtime has ended");
    this.#compiler.forget();
    this.#places.forget();
    this.stdin.forget();
    this.comms.closeAll();
    this.history.beginSession();
    // At "restarting" Jupyter's clients connect anew and forget the cell that runs, its error too.
    this.outbox.publish("status", undefined, { execution_state: "starting" });
    if (!this.busy) this.outbox.publish("status", undefined, { execution_state: "idle" });
    this.#happened({ type: "lost", ending: runtimeEnded(sentence, exitCode) });
  }
}
