/** Files on their way into and out of containers as tar streams, with owners, modes and times, and none of them whole in memory. */
import { open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { extract, type Header, pack, type Pack } from "tar-stream";
import type { FoundEntry, PlacedEntry } from "./engine.ts";
import { pathBelow } from "./read-archive.ts";

/** A tar stream of the entries in the order given. A file that cannot be read any more fails it. */
export function archiveOfTree(entries: readonly PlacedEntry[]): Readable {
  const archive = pack();
  const fill = async (): Promise<void> => {
    for (const entry of entries) await add(archive, entry);
    archive.finalize();
  };
  fill().catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return Readable.from(archive);
}

async function add(archive: Pack, entry: PlacedEntry): Promise<void> {
  const { path, kind, mode, uid, gid, modified } = entry;
  const header = { name: path.replace(/^\//, ""), mode, uid, gid, mtime: new Date(modified) };
  if (kind === "file") {
    const sink = archive.entry({ ...header, type: "file", size: entry.size });
    const closed = heard((listener) => sink.once("close", listener));
    for await (const chunk of exactly(entry.source, entry.size))
      if (!sink.write(chunk)) await Promise.race([closed, heard((listener) => sink.once("drain", listener))]);
    sink.end(undefined);
    await closed;
    return;
  }
  if (kind === "folder") archive.entry({ ...header, type: "directory" });
  else archive.entry({ ...header, type: "symlink", linkname: entry.link ?? "" });
}

function heard(listen: (listener: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    listen(() => {
      resolve();
    });
  });
}

/** The archive has promised a size before the first byte: one that grows meanwhile is cut, one that shrinks is filled up. Its time tells later that it changed. */
async function* exactly(source: string, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(source);
  try {
    let left = size;
    if (left > 0)
      for await (const chunk of file.createReadStream({ end: size - 1, autoClose: false })) {
        if (!(chunk instanceof Uint8Array)) continue;
        left -= chunk.length;
        yield chunk;
      }
    for (; left > 0; left -= Math.min(left, 65_536)) yield Buffer.alloc(Math.min(left, 65_536));
  } finally {
    await file.close();
  }
}

/** The entries of an archive of one file or folder, by their paths below it ("" for itself). What is not read of one is passed over. */
export async function* treeOf(stream: NodeJS.ReadableStream): AsyncGenerator<FoundEntry> {
  const archive = extract();
  // What goes wrong on the way, the iteration below rejects with.
  pipeline(stream, archive, () => undefined);
  for await (const entry of archive) {
    const found = foundIn(entry.header);
    if (found !== undefined) yield { ...found, contents: chunksOf(entry) };
    entry.resume();
  }
}

function foundIn({
  name,
  type,
  size,
  mode,
  mtime,
  linkname,
}: Header): Omit<FoundEntry, "contents"> | undefined {
  const kind = kinds[type];
  const path = pathBelow(name);
  if (kind === undefined || path === undefined) return undefined;
  return {
    path,
    kind,
    size: kind === "file" ? size : 0,
    modified: mtime.getTime(),
    mode: mode & 0o777,
    ...(kind === "link" ? { link: linkname } : {}),
    ...(type === "link" ? { sameAs: linkname } : {}),
  };
}

async function* chunksOf(entry: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of entry) if (chunk instanceof Uint8Array) yield chunk;
}

/** A "link" of an archive is another name of a file that it has already. */
const kinds: Readonly<Record<string, FoundEntry["kind"]>> = {
  file: "file",
  "contiguous-file": "file",
  link: "file",
  directory: "folder",
  symlink: "link",
};
