/** Writes the line that starts a cell. */
import type { Marker } from "./marker.ts";

/** The marker line, without its line end. */
export function writeMarker(marker: Marker): string {
  const words = ["// %%"];
  if (marker.kind !== "code") words.push(`[${marker.kind}]`);
  if (marker.unfinished) words.push("[unfinished]");
  if (marker.name !== undefined) words.push(`name=${writeValue(marker.name)}`);
  for (const [key, value] of marker.attributes) {
    words.push(value === "" ? writeKey(key, true) : `${writeKey(key, false)}=${writeValue(value)}`);
  }
  return words.join(" ");
}

function writeKey(key: string, bare: boolean): string {
  const isTag = key.startsWith("[");
  const ownTag = /^\[(markdown|parameters|unfinished)\]$/.test(key);
  // An unknown tag such as `[raw]` goes back as it came; anything else in brackets needs quotes to be a key.
  const plain = isTag ? bare && !ownTag && /^\[[^\]\s"'=\p{C}\p{Z}]*\]$/u.test(key) : isPlain(key);
  return plain ? key : quote(key);
}

function writeValue(value: string): string {
  return isPlain(value) ? value : quote(value);
}

function isPlain(text: string): boolean {
  return /^[^\s"'=[\]\\\p{C}\p{Z}]+$/u.test(text);
}

function quote(text: string): string {
  const escaped = JSON.stringify(text);
  return escaped.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
