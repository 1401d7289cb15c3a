/** Finds the engine of a dataframe's library; a chunk of its own, loaded when a frame is first looked into. */
import type { FrameEngine } from "./frame-engine.ts";
import { FrameError } from "./frame-engine.ts";

/** Who answers: the library itself, or our own columns in a thread beside the cells. */
export type FrameLibrary = "polars" | "polars-lazy" | "duckdb" | "columns";

export interface FrameHandle {
  readonly library: FrameLibrary;
  readonly value: object;
}

export function openEngine({ library }: FrameHandle): FrameEngine {
  throw new FrameError("unsupported", `Frames of ${library} cannot be looked into yet.`);
}
