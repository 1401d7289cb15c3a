/**
 * Tells errors that nobody in a cell catches from the others. V8 calls them all caught, as the kernel itself takes what a cell
 * throws. So where a debugger asks for uncaught errors the runtime stops at all of them, and goes on at once where the user's
 * code has a `catch` around a place of the stack.
 */
import * as z from "zod";
import type { Program } from "acorn";
import { isCaught, parseScript } from "./is-caught.ts";
import type { AsyncStack, Paused } from "./protocol.ts";
import type { Scripts } from "./scripts.ts";

/** Asks the runtime; gives the answer as it came. */
type Ask = (method: string, params: object) => Promise<string>;

const SourceSchema = z.object({ result: z.object({ scriptSource: z.string() }) });

interface Place {
  readonly scriptId: string;
  readonly line: number;
  readonly column: number;
}

export class UncaughtErrors {
  readonly #scripts: Scripts;
  readonly #programs = new Map<string, Program | undefined>();
  /** Whether the debugger wants those alone. */
  #only = false;

  constructor(scripts: Scripts) {
    this.#scripts = scripts;
  }

  /** What the runtime is to be told where the debugger asks for this. */
  asked(state: string): string {
    this.#only = state === "uncaught";
    return this.#only ? "all" : state;
  }

  /** The pause as the debugger shall hear of it; undefined when it asked for none here. */
  async told(event: Paused, ask: Ask): Promise<Paused | undefined> {
    const { reason, data } = event.params;
    if (!this.#only || (reason !== "exception" && reason !== "promiseRejection")) return event;
    if (data?.["uncaught"] === true) return event;
    // What is thrown to a promise is caught only where somebody catches what the promise gives.
    if (reason === "exception") return undefined;
    const places = this.#placesOf(event);
    for (const place of places) if (await this.#isCaught(place, ask)) return undefined;
    if (places.length === 0) return undefined;
    return { ...event, params: { ...event.params, data: { ...data, uncaught: true } } };
  }

  /** From where it was thrown out to the cell. */
  #placesOf({ params: { callFrames, asyncStackTrace } }: Paused): readonly Place[] {
    const thrown = callFrames.map(({ location }) => ({
      scriptId: location.scriptId,
      line: location.lineNumber,
      column: location.columnNumber,
    }));
    const [first] = thrown;
    if (first === undefined || this.#scripts.isInner(first.scriptId)) return [];
    return [...thrown, ...asyncPlaces(asyncStackTrace)].filter(
      ({ scriptId }) => !this.#scripts.isInner(scriptId),
    );
  }

  async #isCaught({ scriptId, line, column }: Place, ask: Ask): Promise<boolean> {
    if (!this.#programs.has(scriptId)) {
      const answer: unknown = JSON.parse(await ask("Debugger.getScriptSource", { scriptId }));
      const source = SourceSchema.safeParse(answer).data?.result.scriptSource;
      this.#programs.set(scriptId, source === undefined ? undefined : parseScript(source));
    }
    const program = this.#programs.get(scriptId);
    return program !== undefined && isCaught(program, line, column);
  }
}

function asyncPlaces(stack: AsyncStack | undefined): readonly Place[] {
  if (stack === undefined) return [];
  const own = stack.callFrames.map(({ scriptId, lineNumber, columnNumber }) => ({
    scriptId,
    line: lineNumber,
    column: columnNumber,
  }));
  return [...own, ...asyncPlaces(stack.parent)];
}
