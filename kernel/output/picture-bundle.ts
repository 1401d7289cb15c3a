/** Pictures that values give as a data URL or as the text of an SVG image. */
import type { Bundle } from "../../protocol/mime-bundle.ts";

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
