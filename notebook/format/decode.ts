/** The text of a notebook's file. A file that is not UTF-8 is refused: read as UTF-8 it would lose characters. */

/** The text, byte order mark and all, or where it ends to be UTF-8. */
export type Decoded = { readonly kind: "text"; readonly text: string } | NotUtf8;

/** What is wrong with the bytes, and where. */
export interface NotUtf8 {
  readonly kind: "not-utf8";
  readonly message: string;
  readonly remedy: string;
  /** 1-based line of the file. */
  readonly line: number;
  /** 1-based column. */
  readonly column: number;
}

/** What a decoder writes in place of bytes that it cannot read; a file may hold it itself. */
const replacement = [0xef, 0xbf, 0xbd];

/** Reads the bytes of a file. */
export function decodeText(bytes: Uint8Array): Decoded {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const at = firstBadByte(bytes, text);
  if (at === undefined) return { kind: "text", text };
  const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, at));
  const lines = before.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const byte = `0x${(bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
  return {
    kind: "not-utf8",
    message: `This is not UTF-8: byte ${at + 1} of the file, ${byte}, is no part of a character.`,
    remedy: `Save the file as UTF-8: ${conversion(bytes)}`,
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
  };
}

function firstBadByte(bytes: Uint8Array, text: string): number | undefined {
  const encoder = new TextEncoder();
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf("\uFFFD"); at !== -1; at = text.indexOf("\uFFFD", from)) {
    offset += encoder.encode(text.slice(from, at)).length;
    if (replacement.some((byte, index) => bytes[offset + index] !== byte)) return offset;
    offset += replacement.length;
    from = at + 1;
  }
  return undefined;
}

function conversion(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16
    ? "its first bytes say that it is UTF-16 (iconv -f UTF-16 -t UTF-8)."
    : "in the editor that wrote it, or with iconv (iconv -f LATIN1 -t UTF-8 where it is Latin-1).";
}
