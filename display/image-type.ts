/** What kind of image bytes are. Pure. */

/** The bytes of an image or of its text, and their MIME type; throws for what no client could show. */
export function knownImage(image: Uint8Array | string): {
  readonly bytes: Uint8Array;
  readonly type: string;
} {
  const bytes = typeof image === "string" ? Buffer.from(image) : image;
  const type = imageType(bytes);
  if (type === undefined)
    throw new TypeError(
      "display.image takes the bytes of a PNG, JPEG, GIF, WebP or SVG image; these are of none of them. Read a file with fs.readFileSync(path).",
    );
  return { bytes, type };
}

/** The image in words, where it cannot be seen. */
export const imageText = ({ bytes, type }: ReturnType<typeof knownImage>, alt: string | undefined): string =>
  alt ?? `[${type}, ${bytes.length} bytes]`;

/** By its first bytes. */
function imageType(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(start)) return "image/gif";
  if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) return "image/webp";
  if (/^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*(<!DOCTYPE[^>]*>\s*)?<svg[\s>]/i.test(start))
    return "image/svg+xml";
  return undefined;
}
