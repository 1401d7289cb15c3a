/** The dataframes that were shown and can still be looked into, by the name that stands in their output. */
import { randomUUID } from "node:crypto";
import type { FrameEngine } from "./frame-engine.ts";

/** Which library answers for a dataframe, or our own columns in a thread beside the cells. */
export type FrameLibrary = "polars" | "polars-lazy" | "duckdb" | "columns";

/** A dataframe and who answers for it. */
export interface FrameHandle {
  readonly library: FrameLibrary;
  readonly value: object;
}

/** Keeps a frame; gives its name, or undefined where nothing can be looked into. */
export type HoldFrame = (handle: FrameHandle) => string | undefined;

/** So many of the newest are kept alive; older ones as long as a variable of the notebook does. */
const kept = 16;
const most = 1_000;

export class HeldFrames {
  /** What has been asked about a value is known to all who ask, and as long as the value lives. */
  readonly engines = new WeakMap<object, FrameEngine>();
  readonly #frames = new Map<string, { readonly library: FrameLibrary; readonly value: WeakRef<object> }>();
  #newest: object[] = [];

  /** The same value gets a name for each time it is shown: a place that shows it may outlive another. */
  readonly hold: HoldFrame = ({ library, value }) => {
    const id = randomUUID();
    this.#frames.set(id, { library, value: new WeakRef(value) });
    this.#newest = [...this.#newest.filter((each) => each !== value), value].slice(-kept);
    if (this.#frames.size > most) this.#letGo();
    return id;
  };

  /** Undefined when the frame is gone. */
  find(id: string): FrameHandle | undefined {
    const found = this.#frames.get(id);
    const value = found?.value.deref();
    return found === undefined || value === undefined ? undefined : { library: found.library, value };
  }

  #letGo(): void {
    const [oldest] = this.#frames.keys();
    if (oldest !== undefined) this.#frames.delete(oldest);
  }
}
