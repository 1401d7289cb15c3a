/** Bytes as people look through them: place, sixteen bytes, and the letters among them. Pure. */

const perLine = 16;
const mostBytes = 65_536;

export function hexDump(bytes: Uint8Array): string {
  const lines = [`${bytes.length.toLocaleString("en-US")} ${bytes.length === 1 ? "byte" : "bytes"}`];
  const shown = bytes.subarray(0, mostBytes);
  for (let at = 0; at < shown.length; at += perLine) {
    const line = [...shown.subarray(at, at + perLine)];
    const hex = line.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const letters = line.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${at.toString(16).padStart(8, "0")}  ${hex.padEnd(perLine * 3 - 1)}  ${letters}`);
  }
  if (shown.length < bytes.length) lines.push(`… ${String(bytes.length - shown.length)} more bytes`);
  return lines.join("\n");
}
