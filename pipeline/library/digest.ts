/** Size and hash of what a run reads and writes, made from the pieces as they pass. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readlink, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { recorder } from "../../notebook/program/run-record.ts";
import type { RunRecord } from "../../notebook/program/run-record.ts";
import type { Content } from "./content.ts";

type Piece = string | Uint8Array;

/** @internal */
export class Digest {
  readonly #hash = createHash("sha256");
  #bytes = 0;

  add(piece: Piece): void {
    this.#bytes += typeof piece === "string" ? Buffer.byteLength(piece) : piece.byteLength;
    this.#hash.update(piece);
  }

  /** Once, when all has passed. */
  end(): { readonly bytes: number; readonly sha256: string } {
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }
}

/**
 * undefined where nobody asks for records.
 * @internal
 */
export function startDigest(): Digest | undefined {
  return recorder() === undefined ? undefined : new Digest();
}

/**
 * Tells whoever runs the cells, if anybody asks.
 * @internal
 */
export function record(told: RunRecord): void {
  recorder()?.(told);
}

/**
 * Without a hash: it is the handler that reads the file.
 * @internal
 */
export function recordGranule({ path, bytes }: { readonly path: string; readonly bytes: number }): void {
  record({ kind: "input", path: resolve(path), bytes });
}

/**
 * The pieces, each of which is taken into the digest when it passes.
 * @internal
 */
export async function* passing<P extends Piece>(
  pieces: Iterable<P> | AsyncIterable<P>,
  digest: Digest,
): AsyncGenerator<P> {
  for await (const piece of pieces) {
    digest.add(piece);
    yield piece;
  }
}

/**
 * The content, taken into the digest when it is written.
 * @internal
 */
export function digested(content: Content, digest: Digest | undefined): Content {
  if (digest === undefined) return content;
  if (typeof content !== "string" && !(content instanceof Uint8Array)) return passing(content, digest);
  digest.add(content);
  return content;
}

/**
 * Of what a function has made: of a folder the hash of the lines `SHA256  PATH`, as sha256sum writes them, in the order of the paths.
 * @internal
 */
export async function digestOf(
  path: string,
): Promise<{ readonly bytes: number; readonly sha256: string; readonly files?: number }> {
  if (!(await stat(path)).isDirectory()) return digestOfFile(path);
  const lines = new Digest();
  let bytes = 0;
  let files = 0;
  for (const name of await namesBelow(path)) {
    const digest = await digestOfFile(join(path, name));
    lines.add(`${digest.sha256}  ${name}\n`);
    bytes += digest.bytes;
    files += 1;
  }
  return { bytes, sha256: lines.end().sha256, files };
}

async function digestOfFile(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const digest = new Digest();
  const link = await readlink(path).catch(() => undefined);
  if (link !== undefined) digest.add(link);
  // SAFETY: without an encoding it gives bytes.
  else for await (const piece of createReadStream(path) as AsyncIterable<Uint8Array>) digest.add(piece);
  return digest.end();
}

async function namesBelow(folder: string, above = ""): Promise<readonly string[]> {
  const names: string[] = [];
  for (const entry of await readdir(join(folder, above), { withFileTypes: true })) {
    const name = `${above}${entry.name}`;
    if (entry.isDirectory()) names.push(...(await namesBelow(folder, `${name}/`)));
    else if (entry.isFile() || entry.isSymbolicLink()) names.push(name);
  }
  return names.sort();
}
