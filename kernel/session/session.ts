/**
 * The kernel's state: one queue of cells, one runtime, the clients that listen. What comes from the runtime is handed to whom
 * it concerns. Whatever happens to the runtime, every request is answered.
 */
import { Compiler } from "../compile/compile.ts";
import { numbered } from "../../notebook/cell-name.ts";
import type { StopSignal } from "../../notebook/program/stop-signals.ts";
import type { RunningCell } from "../../protocol/cells.ts";
import type { MessageHeader } from "../../protocol/message.ts";
import type { ProgramEnd } from "../../protocol/program.ts";
import { CellDebugger } from "../debugger/cell-debugger.ts";
import type { RuntimeExit } from "../process/describe-exit.ts";
import { CellPlaces } from "../trace/cell-places.ts";
import { Tracer } from "../trace/trace.ts";
import { frameKind } from "../wire/frame.ts";
import type { Failure, Frame, InputQuestion, Question } from "../wire/frame.ts";
import type { NotebookPlace } from "../wire/runtime-settings.ts";
import { CellOutput } from "./cell-output.ts";
import { CellQueue } from "./cell-queue.ts";
import { CellTurn } from "./cell-turn.ts";
import type { TurnTools } from "./cell-turn.ts";
import { Comms } from "./comms.ts";
import { replyOf, runtimeEnded } from "./execution.ts";
import type { Ending, Execution } from "./execution.ts";
import { InputQuestions } from "./input-questions.ts";
import type { Lease } from "./lease.ts";
import type { Outbox } from "./outbox.ts";
import { ProgramRun } from "./program-run.ts";
import { RuntimeKeeper } from "./runtime-keeper.ts";
import { workingFolder } from "./working-folder.ts";

export interface SessionOptions {
  readonly runtimeFile: string;
  readonly kernelFolder: string;
  readonly runtime: NotebookPlace;
  readonly outbox: Outbox;
  readonly lease: Lease;
}

/** Messages whose whole content the runtime makes. */
const passedOn: Readonly<Record<number, string>> = {
  [frameKind.displayData]: "display_data",
  [frameKind.updateDisplayData]: "update_display_data",
  [frameKind.executeResult]: "execute_result",
};

export class Session {
  readonly comms: Comms;
  readonly inputs: InputQuestions;
  readonly debugger: CellDebugger;
  readonly #keeper: RuntimeKeeper;
  readonly #compiler = new Compiler();
  readonly #tracer: Tracer;
  readonly #output: CellOutput;
  readonly #queue: CellQueue;
  readonly #tools: TurnTools;
  readonly #folder: string;
  #turn: CellTurn | undefined;
  #program: ProgramRun | undefined;
  #executionCount = 0;

  constructor({ outbox, lease, runtime, runtimeFile, kernelFolder }: SessionOptions) {
    const { folder, notebook } = runtime;
    this.#folder = folder;
    const places = new CellPlaces();
    this.#tracer = new Tracer({ notebook, folder, kernelFolder, places });
    this.#output = new CellOutput(outbox);
    this.inputs = new InputQuestions(outbox, (question, answer) => {
      this.#keeper.answerInput(question, answer);
    });
    this.comms = new Comms(
      outbox.session,
      (payload) => {
        this.#keeper.comm(payload);
      },
      () => this.debugger.paused,
    );
    this.#queue = new CellQueue({
      run: (execution) => this.#run(execution),
      abort: (request) => {
        this.#abort(request);
      },
      lastMessage: () => this.#output.lastMessage,
      begin: () => lease.hold(),
    });
    this.#keeper = new RuntimeKeeper(runtimeFile, runtime, {
      onFrame: (frame) => {
        this.#take(frame);
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
    this.debugger = new CellDebugger({
      keeper: this.#keeper,
      places,
      kernelFolder,
      tracer: this.#tracer,
    });
    this.#tools = {
      compiler: this.#compiler,
      places,
      tracer: this.#tracer,
      keeper: this.#keeper,
      output: this.#output,
      debugger: this.debugger,
    };
  }

  get busy(): boolean {
    return this.#turn !== undefined;
  }

  /** What runs and waits, in the order of their turns; what is silent is nobody's cell. */
  get cells(): readonly RunningCell[] {
    return this.#queue.cells.flatMap(({ parent, since, code, silent }) =>
      silent ? [] : [{ id: parent.msg_id, since, code }],
    );
  }

  /** Queues a cell. */
  execute(request: Omit<Execution, "id" | "since">): void {
    if (this.#queue.isBehindFailure(request.seen)) {
      this.#abort(request.parent);
      return;
    }
    const since = this.#output.lastMessage;
    this.#queue.add({ ...request, id: this.#output.number(request.parent), since });
  }

  /** Asks the running cell to end; those that wait are aborted with it. */
  interrupt(): void {
    this.debugger.terminatePaused();
    this.#turn?.interrupt();
  }

  /** From now on the cells are one program, started with these arguments. */
  async beginProgram(args: readonly string[]): Promise<void> {
    this.#program = new ProgramRun();
    await this.#keeper.beginProgram(args);
  }

  /** No more cells come: settles when the program has ended. */
  async finishProgram(exitCode: number | undefined): Promise<ProgramEnd> {
    if (this.#program === undefined) throw new Error("No program was begun.");
    if (this.#program.ending === undefined) this.#keeper.finish(exitCode);
    return this.#program.end;
  }

  /** Sends the program a signal. */
  signalProgram(signal: StopSignal): void {
    if (this.#program !== undefined) this.#keeper.stop(signal);
  }

  /** Starts over with a new runtime: the running cell ends with an error, the waiting ones are aborted. */
  restart(): void {
    this.#program = undefined;
    this.#keeper.restart();
    this.#forget("The kernel was restarted.", 1);
  }

  ask(question: Question): Promise<readonly string[]> {
    const isGone = this.#program?.ending !== undefined;
    return this.busy || isGone || this.debugger.paused ? Promise.resolve([]) : this.#keeper.ask(question);
  }

  /** What the cells have declared themselves, the newest last. */
  get ownNames(): readonly string[] {
    return this.#compiler.ownNames;
  }

  /** The code of the cells that have run, the newest first. */
  get sources(): readonly string[] {
    return this.#tools.places.newest().map(({ text }) => text);
  }

  /** Where relative paths of cells start from. */
  workingFolder(): Promise<string> {
    return workingFolder(this.#keeper.pid, this.#folder);
  }

  /** Sends a message while nothing of a stream may wait behind it. */
  publish(...message: Parameters<CellOutput["publish"]>): void {
    this.#output.publish(...message);
  }

  pause(): void {
    this.#keeper.pause();
  }

  resume(): void {
    this.#keeper.resume();
  }

  close(): void {
    this.debugger.letGo("the kernel ends");
    this.#keeper.close();
  }

  async #run(execution: Execution): Promise<Ending> {
    const { id, parent, silent, storeHistory, code } = execution;
    const turn = new CellTurn(execution, this.#tools);
    this.#turn = turn;
    this.#output.running = id;
    if (!silent && storeHistory) this.#executionCount += 1;
    const count = this.#executionCount;
    this.publish("status", parent, { execution_state: "busy" });
    if (!silent) this.publish("execute_input", parent, { code, execution_count: count });
    const ending = this.#program?.ending ?? (await turn.run(count));
    this.#turn = undefined;
    this.#output.running = undefined;
    if (ending.kind === "error" && !silent) this.publish("error", parent, ending.error);
    this.publish("execute_reply", parent, replyOf(ending, count), "shell");
    this.publish("status", parent, { execution_state: "idle" });
    return ending;
  }

  #take({ kind, id, payload }: Frame): void {
    const passed = passedOn[kind];
    if (passed !== undefined) {
      this.#output.pass(passed, id, payload);
      return;
    }
    switch (kind) {
      case frameKind.stdout:
        this.#output.write(id, "stdout", payload);
        return;
      case frameKind.stderr:
        this.#output.write(id, "stderr", payload);
        return;
      case frameKind.failure:
        // SAFETY: made by the runtime, our own program.
        this.#failed(id, JSON.parse(payload.toString()) as Failure);
        return;
      case frameKind.inputRequest:
        // SAFETY: as above.
        this.#ask(id, JSON.parse(payload.toString()) as InputQuestion);
        return;
      case frameKind.commOut:
        this.comms.pass(payload);
        return;
      case frameKind.finished:
        if (this.#turn?.execution.id === id) this.#turn.finish();
        return;
      default:
    }
  }

  #ask(execution: number, question: InputQuestion): void {
    this.#output.flush();
    const running = this.#turn?.execution;
    this.inputs.ask(running?.id === execution ? running : undefined, question);
  }

  #failed(execution: number, failure: Failure): void {
    const text = this.#tracer.ofFailure(failure);
    if (!failure.late) this.#turn?.fail(text);
    else {
      this.#program?.failedLate(calledBy(this.#tools.places.get(execution)));
      const late = { ...text, traceback: ["After its cell had ended:", ...text.traceback] };
      this.#output.pass("error", execution, Buffer.from(JSON.stringify(late)));
    }
  }

  #lost(sentence: string, exitCode: number): void {
    const told = `${sentence} All variables are lost; a new runtime is there for the next cell.`;
    if (!this.busy) this.#output.write(0, "stderr", Buffer.from(`${told}\n`));
    this.#forget(told, exitCode);
  }

  #programEnded(exit: RuntimeExit): void {
    const running = this.#turn?.execution;
    const ending = this.#program?.ended(exit, calledBy(running && { ...running, name: running.cell }));
    this.debugger.letGo("the runtime has ended");
    if (ending !== undefined) this.#turn?.lose(ending);
  }

  #forget(sentence: string, exitCode: number): void {
    this.debugger.letGo("the runtime has ended");
    this.#compiler.forget();
    this.#tools.places.forget();
    this.inputs.forget();
    this.comms.closeAll();
    this.publish("status", undefined, { execution_state: "restarting" });
    this.#turn?.end(runtimeEnded(sentence, exitCode));
  }

  /** It never was busy with that one: clients show a cell as running from then on, and clear what it has shown. */
  #abort(request: MessageHeader): void {
    const reply = { status: "aborted", execution_count: this.#executionCount };
    this.publish("execute_reply", request, reply, "shell");
    this.publish("status", request, { execution_state: "idle" });
  }
}

/** What the client calls the cell; undefined where it has not said. */
function calledBy(
  cell: { readonly name: string | undefined; readonly number: number | undefined } | undefined,
): string | undefined {
  return cell?.name ?? (cell?.number === undefined ? undefined : numbered(cell.number - 1));
}
