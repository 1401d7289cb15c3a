/** Bytes as the text that the editor's messages can carry. */

/** Throws on a text that is none. */
export function fromBase64(text: string): Uint8Array {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

const atOnce = 32_768;

export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += atOnce)
    parts.push(String.fromCharCode(...bytes.subarray(start, start + atOnce)));
  return btoa(parts.join(""));
}
