/**
 * Values that know how to show themselves: the method `Symbol.for("Jupyter.display")`, as in Deno, gives the data by MIME
 * type, at once or as a promise.
 */
import type { Bundle } from "../protocol/mime-bundle.ts";
import { messageOf } from "../dataframes/detect/thrown-message.ts";
import { inspectValue } from "./inspect-value.ts";

const method = Symbol.for("Jupyter.display");

/** What the value's own method gives; undefined where it has none. Never throws and never rejects. */
export function askToDisplay(value: object): Bundle | Promise<Bundle> | undefined {
  try {
    // SAFETY: any object may be asked for a property; what comes is checked on the next line.
    const display = (value as Record<symbol, unknown>)[method];
    if (typeof display !== "function") return undefined;
    const given: unknown = display.call(value);
    if (!(given instanceof Promise)) return checked(value, given);
    return given.then(
      (late: unknown) => checked(value, late),
      (error: unknown) => failed(value, `threw: ${messageOf(error)}`),
    );
  } catch (error) {
    return failed(value, `threw: ${messageOf(error)}`);
  }
}

function checked(value: object, given: unknown): Bundle {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return failed(value, "gave no object of MIME types");
  try {
    const data = mimeData(given);
    // An empty object says: show nothing.
    if (Object.keys(data).length > 0) data["text/plain"] ??= inspectValue(value);
    return { data, metadata: {} };
  } catch (error) {
    return failed(value, `gave what cannot be sent: ${messageOf(error)}`);
  }
}

/** By MIME type; throws where a content cannot be sent. */
export function mimeData(given: object): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [type, content] of Object.entries(given)) {
    if (content !== undefined) data[type] = transportable(content);
  }
  return data;
}

/** Bytes become base64, everything else what JSON makes of it; throws where JSON refuses. */
export function transportable(content: unknown): unknown {
  if (typeof content === "string") return content;
  if (content instanceof Uint8Array)
    return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString("base64");
  // SAFETY: stringify gives undefined for functions and symbols, which its type leaves out.
  const json = JSON.stringify(content) as string | undefined;
  if (json === undefined) throw new TypeError(`a ${typeof content} is neither text, bytes nor JSON.`);
  return JSON.parse(json);
}

function failed(value: object, why: string): Bundle {
  return {
    data: { "text/plain": `${inspectValue(value)}\n(its method Symbol.for("Jupyter.display") ${why})` },
    metadata: {},
  };
}
