/** Frames whose library has no engine of its own that works beside the cells. */
import { readArquero } from "../../detect/arquero.ts";
import { readArrow } from "../../detect/arrow.ts";
import { readDanfo } from "../../detect/danfo.ts";
import { readPlainObjects } from "../../detect/plain-objects.ts";
import type { ReadableDataframe } from "../../detect/column-reader.ts";
import type { DataframeEngine } from "../engine.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { ColumnThread } from "./column-thread.ts";
import { ColumnsEngine } from "./columns-engine.ts";
import { arqueroCode, arrayCode, arrowCode, danfoCode } from "./view-code.ts";
import type { WriteCode } from "./view-code.ts";

/** One for all frames of the runtime; it starts with the first question. */
const thread = new ColumnThread();

const readers: readonly (readonly [(value: object) => ReadableDataframe | undefined, WriteCode])[] = [
  [(value) => (Array.isArray(value) ? readPlainObjects(value) : undefined), arrayCode],
  [readArrow, arrowCode],
  [readArquero, arqueroCode],
  [readDanfo, danfoCode],
];

/** Of apache-arrow, arquero, danfojs-node, or an array of objects. */
export function openColumns(value: object): DataframeEngine {
  for (const [read, code] of readers) {
    const frame = read(value);
    if (frame !== undefined) return new ColumnsEngine(frame, thread, code);
  }
  throw new DataframeError("unsupported", "This is no dataframe any more.");
}
