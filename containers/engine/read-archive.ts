/** Files out of a tar stream, one by one, without those that nobody wants. */
import { pipeline } from "node:stream";
import { extract } from "tar-stream";
import type { ArchiveEntry } from "./engine.ts";

/**
 * The wanted files of an archive of one folder, by their paths below that folder. The stream is closed when the caller stops
 * reading. Links are left out, and so is whatever names a place outside of the folder.
 */
export async function* filesOf(
  stream: NodeJS.ReadableStream,
  wanted: (path: string) => boolean,
): AsyncGenerator<ArchiveEntry> {
  const archive = extract();
  // What goes wrong on the way, the iteration below rejects with.
  pipeline(stream, archive, () => undefined);
  for await (const entry of archive) {
    const path = pathBelow(entry.header.name);
    if (entry.header.type === "file" && path !== undefined && path !== "" && wanted(path))
      yield { path, contents: await bytesOf(entry) };
    else entry.resume();
  }
}

/** Engines put the folder's own name first; "" for the folder itself, undefined for what leads out of it. */
export function pathBelow(name: string): string | undefined {
  const [, ...parts] = name.split("/").filter((part) => part !== "" && part !== ".");
  return parts.includes("..") ? undefined : parts.join("/");
}

async function bytesOf(entry: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}
