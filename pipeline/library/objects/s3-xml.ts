/** The few answers of S3 that are XML, read. */
import type { ObjectInfo } from "./store.ts";

/** @internal */
export interface ListPage {
  readonly objects: readonly ObjectInfo[];
  /** What the next page is asked with; undefined where this was the last. */
  readonly next: string | undefined;
}

/** A page of ListObjectsV2, with whole keys. @internal */
export function listPageOf(xml: string): ListPage {
  // Servers that do not encode keys leave the element out, or empty.
  const isEncoded = elementOf(xml, "EncodingType") === "url";
  const objects = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, inner = ""]): ObjectInfo => {
    const key = elementOf(inner, "Key") ?? "";
    return {
      key: isEncoded ? decodeURIComponent(key.replaceAll("+", " ")) : key,
      bytes: Number(elementOf(inner, "Size")),
      modified: new Date(elementOf(inner, "LastModified") ?? ""),
    };
  });
  const isLast = elementOf(xml, "IsTruncated") !== "true";
  return { objects, next: isLast ? undefined : elementOf(xml, "NextContinuationToken") };
}

/** The text of the first element of that name. @internal */
export function elementOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? undefined : unescape(text);
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]+)|#([0-9]+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name = "") => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return named[String(name)] ?? whole;
    },
  );
}

/** What completes an upload in parts: their tags, in their order. @internal */
export function completionOf(tags: readonly string[]): string {
  const escape = (tag: string): string =>
    tag.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const parts = tags.map(
    (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escape(tag)}</ETag></Part>`,
  );
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</CompleteMultipartUpload>`;
}
