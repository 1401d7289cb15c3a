/** The `display` of cells: shows values at any moment of a cell, and again when they have changed. */
import { randomUUID } from "node:crypto";
import type { Bundle } from "../protocol/mime-bundle.ts";
import { imageText, knownImage } from "./image-type.ts";
import { mimeData, transportable } from "./own-display.ts";

/** What the client is told. */
export interface DisplayEvent {
  readonly type: "display_data" | "update_display_data";
  readonly bundle: Bundle;
  readonly displayId?: string;
}

/** What `display` gives: it can show something else in the same place. */
interface DisplayHandle {
  readonly update: (value: unknown) => DisplayHandle;
}

/** The size an image is shown in, in pixels, and what it shows in words. */
interface ImageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly alt?: string;
}

/** `display(value, …)` and its ways to say which kind of thing a text is. */
export interface Display {
  (...values: readonly unknown[]): DisplayHandle;
  /** HTML; scripts in it are the client's affair. */
  readonly html: (html: string) => DisplayHandle;
  readonly markdown: (markdown: string) => DisplayHandle;
  readonly json: (value: unknown) => DisplayHandle;
  /** Bytes of a PNG, JPEG, GIF, WebP or SVG image, or the text of an SVG image. */
  readonly image: (image: Uint8Array | string, options?: ImageOptions) => DisplayHandle;
  /** Any data by MIME type; bytes become base64. */
  readonly bundle: (
    data: Readonly<Record<string, unknown>>,
    metadata?: Readonly<Record<string, unknown>>,
  ) => DisplayHandle;
  /** Takes away what the cell has shown so far; with `wait` when it shows something again. */
  readonly clear: (options?: { readonly wait?: boolean }) => void;
}

type Send = (event: DisplayEvent) => void;
type ToBundle = (value: unknown) => Bundle | Promise<Bundle>;

/** Makes the `display` of cells; `send` is called in the order of the calls unless a value shows itself asynchronously. */
export function createDisplay(send: Send, clear: (wait: boolean) => void, toBundle: ToBundle): Display {
  const shown = (value: unknown): Bundle | Promise<Bundle> =>
    // Whoever displays `undefined` wants to see it, unlike a cell that merely ends with it.
    value === undefined ? textBundle("text/plain", "undefined") : toBundle(value);
  const show = (bundle: Bundle | Promise<Bundle>): DisplayHandle => new Shown({ send, shown }, bundle);
  const display = (...values: readonly unknown[]): DisplayHandle => {
    const [first, ...rest] = values;
    const handle = show(shown(first));
    for (const value of rest) show(shown(value));
    return handle;
  };
  return Object.assign(display, {
    html: (html: string) => show(textBundle("text/html", html)),
    markdown: (markdown: string) => show(textBundle("text/markdown", markdown)),
    json: (value: unknown) => show(jsonBundle(value)),
    image: (image: Uint8Array | string, options?: ImageOptions) => show(imageBundle(image, options ?? {})),
    bundle: (data: Readonly<Record<string, unknown>>, metadata: Readonly<Record<string, unknown>> = {}) =>
      show({ data: withText(mimeData(data)), metadata: { ...metadata } }),
    clear: ({ wait = false }: { readonly wait?: boolean } = {}) => {
      clear(wait);
    },
  });
}

/** A place of the output. As the last value of a cell it shows nothing more, but the cell waits until it is shown. */
class Shown implements DisplayHandle {
  readonly #ways: { readonly send: Send; readonly shown: ToBundle };
  readonly #displayId = randomUUID();
  /** Undefined as long as nothing had to be waited for. */
  #sent: Promise<void> | undefined;

  constructor(ways: { readonly send: Send; readonly shown: ToBundle }, bundle: Bundle | Promise<Bundle>) {
    this.#ways = ways;
    this.#put("display_data", bundle);
  }

  readonly update = (value: unknown): this => {
    this.#put("update_display_data", this.#ways.shown(value));
    return this;
  };

  [Symbol.for("Jupyter.display")](): object | Promise<object> {
    return this.#sent === undefined ? {} : this.#sent.then(() => ({}));
  }

  /** Later ones wait for earlier ones, so that the newest is what stays. */
  #put(type: DisplayEvent["type"], bundle: Bundle | Promise<Bundle>): void {
    const put = (ready: Bundle): void => {
      this.#ways.send({ type, bundle: ready, displayId: this.#displayId });
    };
    if (this.#sent === undefined && !(bundle instanceof Promise)) put(bundle);
    else
      this.#sent = Promise.all([bundle, this.#sent]).then(([ready]) => {
        put(ready);
      });
  }
}

/** As plain text, what is very long travels once only. */
const longestPlain = 10_000;

/** A client that knows none of the types shows the text. */
function withText(data: Record<string, unknown>): Record<string, unknown> {
  const [[type, content] = []] = Object.entries(data);
  if (type === undefined || "text/plain" in data) return data;
  const text = /^(image|audio|video)\//.test(type)
    ? `[${type}]`
    : typeof content === "string"
      ? content
      : JSON.stringify(content, undefined, 2);
  return { ...data, "text/plain": cut(text) };
}

function cut(text: string): string {
  return text.length > longestPlain ? `${text.slice(0, longestPlain)}… (${text.length} characters)` : text;
}

function textBundle(type: string, text: string): Bundle {
  return { data: { "text/plain": cut(text), [type]: text }, metadata: {} };
}

function jsonBundle(value: unknown): Bundle {
  const json: unknown = typeof value === "string" ? value : transportable(value);
  return {
    data: { "application/json": json, "text/plain": JSON.stringify(json, undefined, 2) },
    metadata: {},
  };
}

function imageBundle(image: Uint8Array | string, { width, height, alt }: ImageOptions): Bundle {
  const known = knownImage(image);
  const { bytes, type } = known;
  const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
  const content = type === "image/svg+xml" ? Buffer.from(bytes).toString("utf8") : transportable(bytes);
  return {
    data: { [type]: content, "text/plain": imageText(known, alt) },
    metadata: { [type]: { ...size, ...(alt === undefined ? {} : { alt }) } },
  };
}
