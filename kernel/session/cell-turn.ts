/** One cell's turn: it is compiled, handed to the runtime, and ends once, whatever becomes of the runtime. */
import { CompileError } from "../../modules/compile-error.ts";
import { cellSourceMap } from "../compile/source-map.ts";
import type { Compiler } from "../compile/compile.ts";
import type { CellDebugger } from "../debugger/cell-debugger.ts";
import type { CellPlace, CellPlaces } from "../trace/cell-places.ts";
import { samePlaces } from "../trace/place-map.ts";
import type { ErrorText, Tracer } from "../trace/trace.ts";
import type { CellOutput } from "./cell-output.ts";
import { interruptedBefore, ok } from "./execution.ts";
import type { Ending, Execution } from "./execution.ts";
import { StartFailure } from "./runtime-keeper.ts";
import type { RuntimeKeeper } from "./runtime-keeper.ts";

/** How long an interrupt may take before the client is told to restart. */
const unheededMilliseconds = 5_000;

/** What all turns work with. */
export interface TurnTools {
  readonly compiler: Compiler;
  readonly places: CellPlaces;
  readonly tracer: Tracer;
  readonly keeper: RuntimeKeeper;
  readonly output: CellOutput;
  readonly debugger: CellDebugger;
}

export class CellTurn {
  readonly execution: Execution;
  readonly #tools: TurnTools;
  readonly #ended = Promise.withResolvers<Ending>();
  #isOver = false;
  #failure: ErrorText | undefined;
  /** True once the runtime has it. */
  #handedOver = false;

  constructor(execution: Execution, tools: TurnTools) {
    this.execution = execution;
    this.#tools = tools;
  }

  /** @param count the number that people see beside the cell */
  run(count: number): Promise<Ending> {
    void this.#send(count);
    return this.#ended.promise;
  }

  /** Asks the cell to end. */
  interrupt(): void {
    if (!this.#handedOver) {
      // Still being compiled, or waiting for the runtime to start.
      this.end(interruptedBefore);
      return;
    }
    const { keeper, output } = this.#tools;
    keeper.interrupt();
    setTimeout(() => {
      if (this.#isOver) return;
      const text =
        "\nThe cell does not react to the interrupt. Restart the kernel to end it; its variables are then lost.\n";
      output.write(this.execution.id, "stderr", Buffer.from(text));
    }, unheededMilliseconds).unref();
  }

  /** The cell threw; it is not over yet. */
  fail(error: ErrorText): void {
    this.#failure = error;
  }

  /** The runtime is done with the cell. */
  finish(): void {
    this.end(this.#failure === undefined ? ok : { kind: "error", error: this.#failure });
  }

  /** The runtime is gone: a failure that it has told before says more than its end. */
  lose(ending: Ending): void {
    this.end(this.#failure === undefined ? ending : { kind: "error", error: this.#failure });
  }

  end(ending: Ending): void {
    this.#isOver = true;
    this.#ended.resolve(ending);
  }

  /** A cell that does not compile ends here. */
  async #send(count: number): Promise<void> {
    const { id, cell, number, line, code: text, silent, debug } = this.execution;
    const { compiler, keeper, places, debugger: cellDebugger } = this.#tools;
    const place = { name: cell, number, line, executionCount: count, text, pause: debug.pause };
    try {
      const { code, places: map, declare } = await compiler.compile(text, id, debug);
      await keeper.ready();
      if (cellDebugger.attached) await cellDebugger.settled;
      // Restarted or interrupted meanwhile: the cell has been answered already.
      if (this.#isOver) return;
      const { source } = debug;
      const sourceMap = source === undefined ? undefined : cellSourceMap(map, { source, text });
      places.add(id, { ...place, places: map, sourceMap });
      declare();
      this.#handedOver = true;
      keeper.run(id, { count, code, silent, place: { name: cell, number, line, places: map } });
    } catch (error) {
      this.end({
        kind: "error",
        error: this.#describe(error, {
          ...place,
          places: samePlaces,
          sourceMap: undefined,
        }),
      });
    }
  }

  #describe(error: unknown, cell: CellPlace): ErrorText {
    if (error instanceof CompileError) return this.#tools.tracer.ofCompileError(error, cell);
    if (error instanceof StartFailure) {
      const { name, message } = error;
      return { ename: name, evalue: message, traceback: [`${name}: ${message}`], exit_code: 1 };
    }
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { ename: name, evalue: message, traceback: [stack ?? message], exit_code: 1 };
  }
}
