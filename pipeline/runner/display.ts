/** The `display` of cells, where nobody looks: values are printed as text. */
import { inspect } from "node:util";
import { imageText, knownImage } from "../../display/image-type.ts";
import { sayOn } from "./own-words.ts";
import type { Display, DisplayHandle } from "./runner.d.mts";
import { areDisplaysTaken } from "./watch-cells.ts";

const handle: DisplayHandle = { update: (value) => print(textOf(value)) };

/** Prints values as text. */
export const display: Display = Object.assign(
  (...values: readonly unknown[]): DisplayHandle => print(values.map(textOf).join("\n")),
  {
    html: (html: string) => print(withoutTags(html)),
    markdown: (markdown: string) => print(markdown),
    json: (value: unknown) => print(JSON.stringify(value, undefined, 2)),
    image: (image: Uint8Array | string, options?: { readonly alt?: string }) =>
      print(imageText(knownImage(image), options?.alt)),
    bundle: (data: Readonly<Record<string, unknown>>) => print(textOfBundle(data)),
    // What is printed stays in the log.
    clear: () => undefined,
  },
);

function print(text: string): DisplayHandle {
  if (!areDisplaysTaken()) sayOn("stdout", `${text}\n`);
  return handle;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : inspect(value, { colors: process.stdout.isTTY });
}

function textOfBundle(data: Readonly<Record<string, unknown>>): string {
  const text = data["text/plain"] ?? data["text/markdown"];
  return text === undefined ? `[${Object.keys(data).join(", ")}]` : textOf(text);
}

function withoutTags(html: string): string {
  const text = html
    .replaceAll(/<(script|style)\b.*?<\/\1>/gis, "")
    .replaceAll(/<br\b[^>]*>|<\/(p|div|li|tr|h\d)>/gi, "\n")
    .replaceAll(/<\/t[dh]>/gi, "\t")
    .replaceAll(/<[^>]*>/g, "");
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', nbsp: " ", amp: "&" };
  return text.replaceAll(/&(lt|gt|quot|nbsp|amp);/g, (_, name: string) => entities[name] ?? "").trim();
}
