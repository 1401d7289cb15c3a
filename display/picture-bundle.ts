/** Pictures that values give as a data URL, as the text of an SVG image, or as nodes of a document in memory. */
import type { Bundle } from "../protocol/mime-bundle.ts";

const dataUrl = /^data:(image\/[a-z0-9.+-]+)((?:;[^;,]*)*),(.*)$/is;

/** Of a data URL; undefined where it holds no image. */
export function pictureBundle(url: unknown): Bundle | undefined {
  const [, type, options, content] = typeof url === "string" ? (dataUrl.exec(url) ?? []) : [];
  if (type === undefined || content === undefined) return undefined;
  const isBase64 = /;\s*base64\s*$/i.test(options ?? "");
  const bytes = isBase64 ? Buffer.from(content, "base64") : Buffer.from(decodeURIComponent(content));
  if (bytes.length === 0) return undefined;
  const mime = type.toLowerCase();
  if (mime === "image/svg+xml") return svgBundle(bytes.toString("utf8"));
  return {
    data: { [mime]: bytes.toString("base64"), "text/plain": `[${mime}, ${bytes.length} bytes]` },
    metadata: {},
  };
}

/** Of an image's text, or an element of one; undefined where it is none. */
export function svgBundle(text: unknown): Bundle | undefined {
  const given =
    typeof text === "object" && text !== null ? (Reflect.get(text, "outerHTML") as unknown) : text; // SAFETY: any member is unknown.
  if (typeof given !== "string" || !/^\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE[^>]*>\s*)?<svg[\s/>]/i.test(given))
    return undefined;
  const svg = standingAlone(given);
  const title = /<title[^>]*>([^<]*)<\/title>/.exec(svg)?.[1]?.trim();
  const named = title === undefined || title === "" ? "" : ` "${title}"`;
  return {
    data: { "image/svg+xml": svg, "text/plain": `[image/svg+xml${named}, ${svg.length} characters]` },
    metadata: {},
  };
}

/** What a document of HTML leaves out, and a picture on its own must have. */
function standingAlone(svg: string): string {
  const head = /<svg[^>]*>/i.exec(svg)?.[0] ?? "";
  const add = [
    ...(/\sxmlns\s*=/.test(head) ? [] : ['xmlns="http://www.w3.org/2000/svg"']),
    ...(svg.includes("xlink:") && !/\sxmlns:xlink\s*=/.test(svg)
      ? ['xmlns:xlink="http://www.w3.org/1999/xlink"']
      : []),
  ];
  const named = add.length === 0 ? svg : svg.replace(/<svg/i, () => `<svg ${add.join(" ")}`);
  return named.replaceAll("&nbsp;", "&#160;");
}

/** Characters of an element's text. */
const longestText = 300;

/**
 * Of a node of a document (linkedom, jsdom, happy-dom, …), as Observable Plot and d3 make them. Undefined where the value is no
 * node, and no selection of d3 that has one. May throw where it only resembles one.
 */
export function elementBundle(value: object): Bundle | undefined {
  const node = firstSelected(value) ?? value;
  const html = htmlOf(pictureOf(node));
  if (html === undefined) return undefined;
  return svgBundle(html) ?? { data: { "text/html": html, "text/plain": shortOf(html) }, metadata: {} };
}

/** The element that a chain of d3's calls ends with. */
function firstSelected(value: object): object | undefined {
  if (!Array.isArray(member(value, "_groups"))) return undefined;
  const node = member(value, "node");
  return typeof node === "function" ? asObject(Reflect.apply(node, value, [])) : undefined;
}

/** A part of a picture shows as the picture that it is in. */
function pictureOf(node: object): object {
  if (!Reflect.has(node, "ownerSVGElement")) return node;
  const closest = member(node, "closest");
  return (
    (typeof closest === "function" ? asObject(Reflect.apply(closest, node, ["svg"])) : undefined) ?? node
  );
}

const kinds = { document: 9, fragment: 11 } as const;

function htmlOf(node: object): string | undefined {
  const html = member(node, "outerHTML");
  if (typeof html === "string") return html.startsWith("<") ? html : undefined;
  const kind = member(node, "nodeType");
  if (kind === kinds.document) {
    const root = asObject(member(node, "documentElement"));
    return root === undefined ? undefined : htmlOf(root);
  }
  if (kind !== kinds.fragment) return undefined;
  const children = asObject(member(node, "children"));
  const parts = Array.from({ length: Number(children && member(children, "length")) }, (_, index) => {
    const child = asObject(children && member(children, String(index)));
    return (child && htmlOf(child)) ?? "";
  });
  return parts.length === 0 ? undefined : parts.join("");
}

/** An element in a line, for terminals. */
function shortOf(html: string): string {
  const line = html.replaceAll(/\s+/g, " ");
  return line.length <= longestText ? line : `${line.slice(0, longestText)}… (${html.length} characters)`;
}

function member(of: object, name: string): unknown {
  return Reflect.get(of, name);
}

function asObject(value: unknown): object | undefined {
  return typeof value === "object" && value !== null ? value : undefined;
}
