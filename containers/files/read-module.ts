import { readFileSync } from "node:fs";
import type { ReadModule } from "../../notebook/analysis/local-modules.ts";
import { decodeText } from "../../notebook/format/decode.ts";

/** Reads a module from disk; undefined for a file that is not there. */
export const readModule: ReadModule = (path) => {
  const bytes = bytesOf(path);
  if (bytes === undefined) return undefined;
  const decoded = decodeText(bytes);
  return decoded.kind === "text" ? decoded.text : decoded;
};

function bytesOf(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
