/** Frames whose library has no engine of its own that works beside the cells. */
import { readArquero } from "../../output/frames/arquero.ts";
import { readArrow } from "../../output/frames/arrow.ts";
import { readDanfo } from "../../output/frames/danfo.ts";
import { readPlainObjects } from "../../output/frames/plain-objects.ts";
import type { ReadableFrame } from "../../output/frames/readable-frame.ts";
import type { FrameEngine } from "../frame-engine.ts";
import { FrameError } from "../frame-engine.ts";
import { ColumnThread } from "./column-thread.ts";
import { ColumnsEngine } from "./columns-engine.ts";
import { arqueroCode, arrayCode, arrowCode, danfoCode } from "./view-code.ts";
import type { WriteCode } from "./view-code.ts";

/** One for all frames of the runtime; it starts with the first question. */
const thread = new ColumnThread();

const readers: readonly (readonly [(value: object) => ReadableFrame | undefined, WriteCode])[] = [
  [(value) => (Array.isArray(value) ? readPlainObjects(value) : undefined), arrayCode],
  [readArrow, arrowCode],
  [readArquero, arqueroCode],
  [readDanfo, danfoCode],
];

/** Of apache-arrow, arquero, danfojs-node, or an array of objects. */
export function openColumns(value: object): FrameEngine {
  for (const [read, code] of readers) {
    const frame = read(value);
    if (frame !== undefined) return new ColumnsEngine(frame, thread, code);
  }
  throw new FrameError("unsupported", "This is no dataframe any more.");
}
