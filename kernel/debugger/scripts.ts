/** The scripts of the runtime, as a debugger hears of them: cells get their source maps, the kernel's own are known by their place. */
import type { CellPlaces } from "../trace/cell-places.ts";
import type { Tracer } from "../trace/trace.ts";
import { cellMapPrefix } from "../wire/cell-url.ts";
import type { AsyncStack, Frame, Paused, ScriptParsed } from "./protocol.ts";

/** The frame of a whole script: the scripts that are evaluated are cells. */
function named(frame: Frame): Frame {
  const { functionName, functionLocation } = frame;
  const isWhole = functionLocation?.lineNumber === 0 && functionLocation.columnNumber === 0;
  return functionName === "" && isWhole ? { ...frame, functionName: "cell" } : frame;
}

interface ScriptsOptions {
  readonly places: CellPlaces;
  readonly tracer: Pick<Tracer, "map">;
  /** URL of the folder of the kernel's code. */
  readonly kernel: string;
}

export class Scripts {
  readonly #options: ScriptsOptions;
  /** Ids of the scripts that are Node's or the kernel's. */
  readonly #inner = new Set<string>();
  /** Ids of the cells that begin with a statement to stop at, which stands before their own first one. */
  readonly #planted = new Set<string>();

  constructor(options: ScriptsOptions) {
    this.#options = options;
  }

  /** The event as the debugger shall hear of it. */
  told(event: ScriptParsed): ScriptParsed {
    const { places, kernel } = this.#options;
    const { scriptId, url, sourceMapURL } = event.params;
    if (url.startsWith("node:") || url.startsWith(kernel)) this.#inner.add(scriptId);
    if (!sourceMapURL.startsWith(cellMapPrefix)) return event;
    const cell = places.get(Number(sourceMapURL.slice(cellMapPrefix.length)));
    if (cell?.pause === true) this.#planted.add(scriptId);
    const map = cell?.sourceMap?.();
    const address =
      map === undefined ? "" : `data:application/json;base64,${Buffer.from(map).toString("base64")}`;
    return { ...event, params: { ...event.params, sourceMapURL: address } };
  }

  isInner(scriptId: string): boolean {
    return this.#inner.has(scriptId);
  }

  /** Whether this is the stop that was planted into a cell: the next step leads to the cell's own first statement. */
  isPlanted({ params: { reason, hitBreakpoints, callFrames } }: Paused): boolean {
    const id = callFrames[0]?.location.scriptId;
    return id !== undefined && reason === "other" && hitBreakpoints.length === 0 && this.#planted.delete(id);
  }

  /**
   * A pause as people shall hear of it: without what stands below the user's code on the stack, as how the kernel came to run it
   * is nobody's business; an error's own stack tells cells as traces do.
   */
  toldPause(event: Paused): Paused {
    const { callFrames, asyncStackTrace, data } = event.params;
    const description = data?.description;
    const last = callFrames.findLastIndex(({ location }) => !this.isInner(location.scriptId));
    const outer = last === -1 ? callFrames : callFrames.slice(0, last + 1);
    return {
      ...event,
      params: {
        ...event.params,
        callFrames: outer.map(named),
        ...(description === undefined
          ? {}
          : { data: { ...data, description: this.#options.tracer.map(description) } }),
        ...(asyncStackTrace === undefined ? {} : { asyncStackTrace: this.#outer(asyncStackTrace) }),
      },
    };
  }

  #outer(stack: AsyncStack): AsyncStack {
    const callFrames = stack.callFrames.filter(({ scriptId }) => !this.isInner(scriptId));
    return {
      ...stack,
      callFrames,
      ...(stack.parent === undefined ? {} : { parent: this.#outer(stack.parent) }),
    };
  }
}
