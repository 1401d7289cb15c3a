/** Finds the engine of a dataframe's library; in a chunk of its own, loaded when a frame is first looked into. */
import type { FrameEngine } from "./frame-engine.ts";
import { FrameError } from "./frame-engine.ts";
import type { FrameHandle } from "./held-frames.ts";

/** `folder` is the notebook's, from which its packages are found. */
export function openEngine({ library }: FrameHandle, folder: string): FrameEngine {
  throw new FrameError("unsupported", `Frames of ${library} in ${folder} cannot be looked into yet.`);
}
