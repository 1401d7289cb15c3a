/** From a value of a cell to what a client can show: MIME types with data, as in Jupyter's messages. */
import { inspect, types } from "node:util";
import { treeMime } from "../protocol/value-tree.ts";
import { askToDisplay } from "./own-display.ts";
import { inspectValue } from "./inspect-value.ts";
import { askLibraryDisplay } from "./library-displays.ts";
import { loadLazily } from "./load-lazily.ts";
import { mayBeRows } from "../dataframes/detect/object-rows.ts";
import type { RegisterDataframe } from "../dataframes/detect/dataframe-handle.ts";
import type { Bundle } from "../protocol/mime-bundle.ts";
import { valueTree } from "./value-tree.ts";

/** Of polars' lazy frames, apache-arrow, @duckdb/node-api and arquero, and danfojs. */
const marks = ["_ldf", "getChildAt", "columnNames", "$columns"];

/**
 * How a value shows: `undefined` not at all, a value with its own `Symbol.for("Jupyter.display")` as that says, elements,
 * charts and canvases of libraries as pictures, all else as text. Never throws and never rejects. Synchronous unless the value's own method is not. A dataframe that can be looked
 * into is handed to `hold`, which names it.
 */
export function toBundle(value: unknown, hold: RegisterDataframe = notHeld): Bundle | Promise<Bundle> {
  if (value === undefined) return { data: {}, metadata: {} };
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return asText(value);
  // The frames of polars have a method of their own, which collects every row and fails on decimals.
  const ask = (): Bundle | Promise<Bundle> | undefined => askToDisplay(value) ?? askLibraryDisplay(value);
  if (types.isProxy(value)) return frames().dataframeBundle(value, hold) ?? ask() ?? asText(value);
  const asked = ask();
  if (asked !== undefined) return asked;
  return (mayBeFrame(value) ? frames().dataframeBundle(value, hold) : undefined) ?? asTree(value);
}

/** What has no mark of a dataframe must not pay for loading what shows them; asking runs none of the value's code. */
export function mayBeFrame(value: object): boolean {
  if (Array.isArray(value)) return mayBeRows(value);
  return marks.some((mark) => mark in value);
}

const notHeld: RegisterDataframe = () => undefined;

type FramesModule = typeof import("../dataframes/display/dataframe-bundle.ts");
/** What shows dataframes, loaded when first asked for. */
// SAFETY: that file's exports.
export const frames = (): FramesModule => loadLazily("dataframes/display/dataframe-bundle") as FramesModule;

/** What has more than a line to show can be opened where a client can; what says itself how it reads is its text. */
function asTree(value: object): Bundle {
  const bundle = asText(value);
  const text = bundle.data["text/plain"];
  if (typeof value === "function" || typeof text !== "string" || !text.includes("\n")) return bundle;
  if (inspect.custom in value) return bundle;
  const tree = valueTree(value);
  return tree === undefined ? bundle : { ...bundle, data: { [treeMime]: tree, ...bundle.data } };
}

function asText(value: unknown): Bundle {
  return { data: { "text/plain": inspectValue(value) }, metadata: {} };
}
