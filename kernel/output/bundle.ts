/** From a value of a cell to what a client can show: MIME types with data, as in Jupyter's messages. */
import { askToDisplay } from "./own-display.ts";
import { inspectValue } from "./inspect-value.ts";

/** One value in every form a client may choose from. */
export interface Bundle {
  /** By MIME type: text, base64 of bytes, or JSON. */
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}

/**
 * How a value shows: `undefined` not at all, a value with its own `Symbol.for("Jupyter.display")` as that says, all else as
 * text. Never throws and never rejects. Synchronous unless the value's own method is not.
 */
export function toBundle(value: unknown): Bundle | Promise<Bundle> {
  if (value === undefined) return { data: {}, metadata: {} };
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return asText(value);
  return askToDisplay(value) ?? asText(value);
}

function asText(value: unknown): Bundle {
  return { data: { "text/plain": inspectValue(value) }, metadata: {} };
}
