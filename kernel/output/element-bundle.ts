/** Nodes of a document in memory (linkedom, jsdom, happy-dom, …), as Observable Plot and d3 make them. */
import type { Bundle } from "../../protocol/mime-bundle.ts";
import { svgBundle } from "./picture-bundle.ts";

/** Characters of an element's text. */
const longestText = 300;

/** Undefined where the value is no node, and no selection of d3 that has one. May throw where it only resembles one. */
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
