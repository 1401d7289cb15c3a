/**
 * Values of libraries that know how to show themselves, told by their members as other kernels tell them: elements of a
 * document, charts of Vega-Lite, canvases, and what has methods for the kernels of Deno and of ijavascript.
 */
import type { Bundle } from "../protocol/mime-bundle.ts";
import { elementBundle, pictureBundle, svgBundle } from "./picture-bundle.ts";
import { messageOf } from "../dataframes/detect/thrown-message.ts";
import { inspectValue } from "./inspect-value.ts";
import { mimeData } from "./own-display.ts";
import { vegaBundle } from "./vega-bundle.ts";

/** What one member of a value gives; undefined where that cannot be shown. */
type Read = (given: unknown, value: object) => Bundle | undefined;

const asText =
  (type: string): Read =>
  (given) =>
    typeof given === "string" && given !== "" ? { data: { [type]: given }, metadata: {} } : undefined;

/** Methods, the most telling first. */
const methods: readonly (readonly [string, Read])[] = [
  ["toSpec", (given) => vegaBundle(given)],
  ["_toMime", (given) => (isRecord(given) ? { data: mimeData(given), metadata: {} } : undefined)],
  ["_toHtml", asText("text/html")],
  ["_toSvg", (given) => svgBundle(given)],
  ["_toPng", asText("image/png")],
  ["_toJpeg", asText("image/jpeg")],
  ["toDataURL", (given) => pictureBundle(given)],
  ["toSVG", (given) => svgBundle(given)],
  ["renderToSVGString", (given) => svgBundle(given)],
];

/** Undefined where the value has no such member. Never throws and never rejects. */
export function askLibraryDisplay(value: object): Bundle | Promise<Bundle> | undefined {
  try {
    const element = elementBundle(value) ?? (typeof value === "object" ? vegaBundle(value) : undefined);
    if (element !== undefined) return element;
  } catch {
    // It only resembles an element.
  }
  for (const [name, read] of methods) {
    const asked = ask(value, name, read);
    if (asked !== undefined) return asked;
  }
  return undefined;
}

function ask(value: object, name: string, read: Read): Bundle | Promise<Bundle> | undefined {
  const failed = (error: unknown): Bundle => ({
    data: { "text/plain": `${inspectValue(value)}\n(its method ${name} threw: ${messageOf(error)})` },
    metadata: {},
  });
  try {
    const method: unknown = Reflect.get(value, name);
    // What has parameters that must be given is another method of the same name.
    if (typeof method !== "function") return undefined;
    const given: unknown = Reflect.apply(method, value, []);
    const shown = (ready: unknown): Bundle | undefined => withText(value, read(ready, value));
    if (!(given instanceof Promise)) return shown(given);
    return given.then((ready) => shown(ready) ?? withText(value, { data: {}, metadata: {} })).catch(failed);
  } catch (error) {
    return failed(error);
  }
}

/** Terminals and logs show the value's text. */
function withText<Given extends Bundle | undefined>(value: object, bundle: Given): Given | Bundle {
  if (bundle === undefined || "text/plain" in bundle.data) return bundle;
  return { ...bundle, data: { ...bundle.data, "text/plain": inspectValue(value) } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
