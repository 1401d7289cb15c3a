/** A cell on its way to the runtime: compiled, with its place for traces, once there is a runtime and a debugger has set its breakpoints. */
import { CompileError } from "../../modules/compile-error.ts";
import type { Compiler } from "../compile/compile.ts";
import { cellSourceMap } from "../compile/source-map.ts";
import type { CellDebugger } from "../debugger/cell-debugger.ts";
import type { CellPlace } from "../trace/cell-places.ts";
import { samePlaces } from "../trace/place-map.ts";
import type { ErrorText, Tracer } from "../trace/trace.ts";
import type { RunRequest } from "../wire/packet-table.ts";
import type { KernelExecution } from "./execution.ts";
import { StartFailure } from "./runtime.ts";
import type { Runtime } from "./runtime.ts";

export interface CellTools {
  readonly compiler: Compiler;
  readonly tracer: Tracer;
  readonly runtime: Pick<Runtime, "ready">;
  readonly debugger: Pick<CellDebugger, "attached" | "settled">;
}

/** What the runtime gets, and what is to be noted when it does. */
export interface PreparedCell {
  readonly request: RunRequest;
  readonly place: CellPlace;
  readonly declare: () => void;
}

/** Never rejects: a cell that does not compile, or has no runtime, gives the error it ends with. */
export async function prepareCell(
  { id, cell, number, line, code: text, silent, debug }: KernelExecution,
  count: number,
  { compiler, tracer, runtime, debugger: cellDebugger }: CellTools,
): Promise<{ readonly prepared: PreparedCell } | { readonly error: ErrorText }> {
  const place = { name: cell, number, line, executionCount: count, text, pause: debug.pause };
  try {
    const { code, places, declare } = await compiler.compile(text, id, debug);
    await runtime.ready();
    if (cellDebugger.attached) await cellDebugger.settled;
    const { source } = debug;
    const sourceMap = source === undefined ? undefined : cellSourceMap(places, { source, text });
    return {
      prepared: {
        request: { count, code, silent, place: { name: cell, number, line, places } },
        place: { ...place, places, sourceMap },
        declare,
      },
    };
  } catch (error) {
    if (error instanceof CompileError)
      return { error: tracer.ofCompileError(error, { ...place, places: samePlaces, sourceMap: undefined }) };
    return { error: textOf(error) };
  }
}

function textOf(error: unknown): ErrorText {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const text = error instanceof StartFailure ? `${name}: ${message}` : (stack ?? message);
  return { ename: name, evalue: message, traceback: [text], exit_code: 1 };
}
