/** A cell on its way to the runtime: compiled, with its place for traces, once there is a runtime and a debugger has set its breakpoints. */
import { CompileError } from "../../modules/compile-error.ts";
import type { Compiler } from "../compile/compile.ts";
import type { CellDebugger } from "../debugger/cell-debugger.ts";
import type { CellPlace } from "../trace/cell-places.ts";
import { samePlaces, stretchesOf } from "../trace/place-map.ts";
import type { ErrorText, Tracer } from "../trace/trace.ts";
import { failedExpression } from "../wire/packet-table.ts";
import { toPoints } from "../../protocol/code-points.ts";
import { inspectAt } from "./inspect-at.ts";
import type { Expression, Question, RunRequest } from "../wire/packet-table.ts";
import type { KernelExecution, MimeData } from "./execution.ts";
import { helpAskedBy } from "../../notebook/live/help-asked.ts";
import type { QueueEvent } from "./queue.ts";
import { StartFailure } from "./runtime.ts";
import type { Runtime } from "./runtime.ts";
import { SourceMap } from "magic-string";
import type { PlaceMap } from "../trace/place-map.ts";

export interface CellTools {
  readonly compiler: Compiler;
  readonly tracer: Tracer;
  readonly runtime: Pick<Runtime, "ready" | "ask">;
  readonly debugger: Pick<CellDebugger, "attached" | "settled">;
  /** The code of cells that have run; undefined where a cell may not ask for help. */
  readonly sources: readonly string[] | undefined;
}

/** What the runtime gets, and what is to be noted when it does. */
export interface PreparedCell {
  readonly request: RunRequest;
  readonly place: CellPlace;
  readonly declare: () => void;
}

/** Never rejects: a cell that does not compile, or has no runtime, is refused with the error it ends with. */
export async function prepareCell(
  { id, cell, number, line, code: text, silent, debug, expressions: asked }: KernelExecution,
  count: number,
  tools: CellTools,
): Promise<QueueEvent<PreparedCell>> {
  const { compiler, tracer, runtime, debugger: cellDebugger } = tools;
  const refused = (error: ErrorText) => ({ type: "refused", id, error }) as const;
  const place = { name: cell, number, line, executionCount: count, text, pause: debug.pause };
  try {
    const { code, places, declare } = await compiler.compile(text, id, debug);
    const expressions = await compileExpressions(asked, id, compiler);
    await runtime.ready();
    if (cellDebugger.attached) await cellDebugger.settled;
    const { source } = debug;
    const sourceMap = source === undefined ? undefined : cellSourceMap(places, { source, text });
    return {
      type: "prepared",
      id,
      prepared: {
        request: { count, code, silent, expressions, place: { name: cell, number, line, places } },
        place: { ...place, places, sourceMap },
        declare,
      },
    };
  } catch (error) {
    if (!(error instanceof CompileError)) return refused(textOf(error));
    const help = await helpFor(text, tools);
    if (help !== undefined) return { type: "answered", id, pages: [help] };
    return refused(tracer.ofCompileError(error, { ...place, places: samePlaces, sourceMap: undefined }));
  }
}

/** Where a cell asks for it, and something is known: what an `inspect_reply` tells. */
async function helpFor(text: string, { sources, runtime }: CellTools): Promise<MimeData | undefined> {
  const asked = helpAskedBy(text);
  if (asked === undefined || sources === undefined) return undefined;
  const ask = (question: Question): Promise<readonly string[]> => runtime.ask(question);
  const place = { code: asked, cursor_pos: toPoints(asked, asked.length) };
  const { found, data } = await inspectAt(place, { ask, sources });
  return found ? data : undefined;
}

/** Each as a cell of its own, which is one expression. */
async function compileExpressions(
  asked: Readonly<Record<string, string>>,
  id: number,
  compiler: Compiler,
): Promise<RunRequest["expressions"]> {
  const compiled: Record<string, string | Expression> = {};
  for (const [name, text] of Object.entries(asked)) {
    try {
      compiled[name] = (await compiler.compile(text, id)).code;
    } catch (error) {
      const { ename, evalue } = textOf(error);
      compiled[name] = failedExpression(ename, evalue);
    }
  }
  return compiled;
}

function textOf(error: unknown): ErrorText {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const text = error instanceof StartFailure ? `${name}: ${message}` : (stack ?? message);
  return { ename: name, evalue: message, traceback: [text], exitCode: 1 };
}

interface CellSource {
  /** Path that the debugger knows the cell by. */
  readonly source: string;
  readonly text: string;
}

/** For a debugger, from the code that runs back to the text as it was written: made when asked, as JSON. */
function cellSourceMap(places: PlaceMap, { source, text }: CellSource): () => string {
  return () =>
    new SourceMap({
      file: source,
      sources: [source],
      sourcesContent: [text],
      names: [],
      mappings: stretchesOf(places).map((stretches) =>
        stretches.flatMap(([column, reach, line, at]) =>
          Array.from({ length: reach + 1 }, (_, index): [number, number, number, number] => {
            return [column + index, 0, line, at + index];
          }),
        ),
      ),
    }).toString();
}
