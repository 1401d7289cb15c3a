/**
 * The kernel's state: one queue of cells, one runtime, the clients that listen. Cells run one after the other in the order
 * they were asked for; an error aborts those that wait. Whatever happens to the runtime, every request is answered.
 */
import { CompileError } from "../compile/compile-error.ts";
import { Compiler } from "../compile/compile.ts";
import type { MessageHeader } from "../../protocol/message.ts";
import { CellPlaces } from "../trace/cell-places.ts";
import type { CellPlace } from "../trace/cell-places.ts";
import { Tracer } from "../trace/trace.ts";
import type { ErrorText } from "../trace/trace.ts";
import { frameKind } from "../wire/frame.ts";
import type { Failure, Frame, InputQuestion, Question } from "../wire/frame.ts";
import type { RuntimeSettings } from "../wire/runtime-settings.ts";
import { Comms } from "./comms.ts";
import { interruptedBefore, ok, replyOf, runtimeEnded } from "./execution.ts";
import type { Ending, Execution } from "./execution.ts";
import { InputQuestions } from "./input-questions.ts";
import type { Lease } from "./lease.ts";
import type { Outbox } from "./outbox.ts";
import { RuntimeKeeper } from "./runtime-keeper.ts";
import { StreamBatcher } from "./stream-batcher.ts";

export interface SessionOptions {
  readonly runtimeFile: string;
  readonly kernelFolder: string;
  readonly runtime: RuntimeSettings;
  readonly outbox: Outbox;
  readonly lease: Lease;
}

interface Running {
  readonly execution: Execution;
  readonly end: (ending: Ending) => void;
  /** True once the runtime has it. */
  handedOver: boolean;
}

/** How long an interrupt may take before the client is told to restart. */
const unheededMilliseconds = 5_000;

/** Messages whose whole content the runtime makes. */
const passedOn: Readonly<Record<number, string>> = {
  [frameKind.displayData]: "display_data",
  [frameKind.updateDisplayData]: "update_display_data",
  [frameKind.executeResult]: "execute_result",
};

export class Session {
  readonly comms: Comms;
  readonly inputs: InputQuestions;
  readonly #outbox: Outbox;
  readonly #lease: Lease;
  readonly #keeper: RuntimeKeeper;
  readonly #compiler = new Compiler();
  readonly #places = new CellPlaces();
  readonly #tracer: Tracer;
  readonly #streams: StreamBatcher;
  readonly #parents = new Map<number, MessageHeader>();
  #waiting: Execution[] = [];
  #running: Running | undefined;
  #failure: ErrorText | undefined;
  #executionCount = 0;
  #lastExecution = 0;
  /** Number of the last message about the last cell that failed. */
  #lastFailure = 0;

  constructor(options: SessionOptions) {
    this.#outbox = options.outbox;
    this.#lease = options.lease;
    const { folder, notebook } = options.runtime;
    this.#tracer = new Tracer({ notebook, folder, kernelFolder: options.kernelFolder, places: this.#places });
    this.#streams = new StreamBatcher((execution, name, text) => {
      this.#outbox.publish({
        channel: "iopub",
        type: "stream",
        parent: this.#parent(execution),
        content: { name, text },
      });
    });
    this.inputs = new InputQuestions(options.outbox, (question, answer) => {
      this.#keeper.answerInput(question, answer);
    });
    this.comms = new Comms(options.outbox.session, (payload) => {
      this.#keeper.comm(payload);
    });
    this.#keeper = new RuntimeKeeper(options.runtimeFile, options.runtime, {
      onFrame: (frame) => {
        this.#take(frame);
      },
      onLost: (sentence, exitCode) => {
        this.#lost(sentence, exitCode);
      },
    });
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Queues a cell. */
  execute(request: Omit<Execution, "id">): void {
    // A client sends all its cells at once. One that fails at once must stop also those whose requests are still on their
    // way: they were sent before the client had seen the failure.
    if (request.seen !== undefined && request.seen < this.#lastFailure) {
      this.#abort(request.parent);
      return;
    }
    this.#lastExecution += 1;
    this.#parents.set(this.#lastExecution, request.parent);
    this.#waiting.push({ ...request, id: this.#lastExecution });
    if (this.#running === undefined) void this.#runNext();
  }

  /** Asks the running cell to end; those that wait are aborted with it. */
  interrupt(): void {
    const running = this.#running;
    if (running === undefined) return;
    if (!running.handedOver) {
      // Still being compiled, or waiting for the runtime to start.
      this.#end(interruptedBefore);
      return;
    }
    this.#keeper.interrupt();
    setTimeout(() => {
      if (this.#running !== running) return;
      const text =
        "\nThe cell does not react to the interrupt. Restart the kernel to end it; its variables are then lost.\n";
      this.#streams.add(running.execution.id, "stderr", Buffer.from(text));
    }, unheededMilliseconds).unref();
  }

  /** Starts over with a new runtime: the running cell ends with an error, the waiting ones are aborted. */
  restart(): void {
    this.#keeper.restart();
    this.#forget("The kernel was restarted.", 1);
  }

  ask(question: Question): Promise<readonly string[]> {
    return this.busy ? Promise.resolve([]) : this.#keeper.ask(question);
  }

  /** Sends a message while nothing of a stream may wait behind it. */
  publish(
    type: string,
    parent: MessageHeader | undefined,
    content: object,
    channel: "iopub" | "shell" | "control" = "iopub",
  ): void {
    this.#streams.flush();
    this.#outbox.publish({ channel, type, parent, content });
  }

  pause(): void {
    this.#keeper.pause();
  }

  resume(): void {
    this.#keeper.resume();
  }

  close(): void {
    this.#keeper.close();
  }

  async #runNext(): Promise<void> {
    const release = this.#lease.hold();
    for (let execution = this.#waiting.shift(); execution !== undefined; execution = this.#waiting.shift()) {
      const ending = await this.#runOne(execution);
      if (ending.kind === "error" && execution.stopOnError) {
        this.#lastFailure = this.#outbox.last;
        this.#abortWaiting();
      }
    }
    release();
  }

  async #runOne(execution: Execution): Promise<Ending> {
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.#running = { execution, end: resolve, handedOver: false };
    this.#failure = undefined;
    if (!execution.silent && execution.storeHistory) this.#executionCount += 1;
    const count = this.#executionCount;
    this.publish("status", execution.parent, { execution_state: "busy" });
    if (!execution.silent)
      this.publish("execute_input", execution.parent, { code: execution.code, execution_count: count });
    void this.#send(execution, count);
    const ending = await promise;
    this.#running = undefined;
    if (ending.kind === "error" && !execution.silent) this.publish("error", execution.parent, ending.error);
    this.publish("execute_reply", execution.parent, replyOf(ending, count), "shell");
    this.publish("status", execution.parent, { execution_state: "idle" });
    return ending;
  }

  /** Compiles a cell and hands it to the runtime; a cell that does not compile ends here. */
  async #send(execution: Execution, count: number): Promise<void> {
    const place = { name: execution.cell, line: execution.line, executionCount: count, text: execution.code };
    try {
      const { code, original, declare } = await this.#compiler.compile(execution.code, execution.id);
      await this.#keeper.ready();
      // Restarted or interrupted meanwhile: the cell has been answered already.
      if (this.#running?.execution !== execution) return;
      this.#places.add(execution.id, { ...place, original });
      declare();
      this.#running.handedOver = true;
      this.#keeper.run(execution.id, { count, code, silent: execution.silent });
    } catch (error) {
      const cell: CellPlace = { ...place, original: (position) => position };
      this.#end({ kind: "error", error: this.#describe(error, cell) });
    }
  }

  #describe(error: unknown, cell: CellPlace): ErrorText {
    if (error instanceof CompileError) return this.#tracer.ofCompileError(error, cell);
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { ename: name, evalue: message, traceback: [stack ?? message], exit_code: 1 };
  }

  #take(frame: Frame): void {
    const passed = passedOn[frame.kind];
    if (passed !== undefined) {
      this.#streams.flush();
      this.#outbox.publish({
        channel: "iopub",
        type: passed,
        parent: this.#parent(frame.id),
        content: frame.payload,
      });
      return;
    }
    switch (frame.kind) {
      case frameKind.stdout:
        this.#streams.add(frame.id, "stdout", frame.payload);
        return;
      case frameKind.stderr:
        this.#streams.add(frame.id, "stderr", frame.payload);
        return;
      case frameKind.failure:
        // SAFETY: made by the runtime, our own program.
        this.#failed(frame.id, JSON.parse(frame.payload.toString()) as Failure);
        return;
      case frameKind.inputRequest:
        // SAFETY: as above.
        this.#ask(frame.id, JSON.parse(frame.payload.toString()) as InputQuestion);
        return;
      case frameKind.commOut:
        this.comms.pass(frame.payload);
        return;
      case frameKind.finished:
        if (this.#running?.execution.id === frame.id)
          this.#end(this.#failure === undefined ? ok : { kind: "error", error: this.#failure });
        return;
      default:
    }
  }

  #ask(execution: number, question: InputQuestion): void {
    this.#streams.flush();
    const running = this.#running?.execution;
    this.inputs.ask(running?.id === execution ? running : undefined, question);
  }

  #failed(execution: number, failure: Failure): void {
    const text = this.#tracer.ofFailure(failure);
    if (!failure.late) this.#failure = text;
    else
      this.#streams.add(
        execution,
        "stderr",
        Buffer.from(`After its cell had ended:\n${text.traceback.join("\n")}\n`),
      );
  }

  #lost(sentence: string, exitCode: number): void {
    const told = `${sentence} All variables are lost; a new runtime is there for the next cell.`;
    if (this.#running === undefined) this.#streams.add(0, "stderr", Buffer.from(`${told}\n`));
    this.#forget(told, exitCode);
  }

  #forget(sentence: string, exitCode: number): void {
    this.#compiler.forget();
    this.inputs.forget();
    this.comms.closeAll();
    this.publish("status", undefined, { execution_state: "restarting" });
    this.#end(runtimeEnded(sentence, exitCode));
  }

  #end(ending: Ending): void {
    this.#running?.end(ending);
  }

  #abortWaiting(): void {
    for (const { parent } of this.#waiting.splice(0)) this.#abort(parent);
  }

  /** It never was busy with that one: clients show a cell as running from then on, and clear what it has shown. */
  #abort(parent: MessageHeader): void {
    this.publish(
      "execute_reply",
      parent,
      { status: "aborted", execution_count: this.#executionCount },
      "shell",
    );
    this.publish("status", parent, { execution_state: "idle" });
  }

  /** Output that names no execution is that of the running one, or of the last. */
  #parent(execution: number): MessageHeader | undefined {
    return this.#parents.get(
      execution === 0 ? (this.#running?.execution.id ?? this.#lastExecution) : execution,
    );
  }
}
