import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digested, passing } from "../digest.ts";
import type { Digest } from "../digest.ts";
import type { Content } from "../content.ts";
import { ObjectError } from "./object-error.ts";
import type { S3Client } from "./s3-client.ts";
import { completionOf, elementOf } from "./s3-xml.ts";

const megabyte = 1 << 20;

/** All of them but the last are of one size, which some servers insist on. */
const partBytes = 8 * megabyte;
const mostParts = 10_000;

/** Parts on their way at a time: with the one that is being filled, what a stream takes of the memory. */
const partsAtATime = 3;

/**
 * Writes an object whole: in one request, or in parts that become an object by the last one.
 * @internal
 * @param how `name` is what a temporary file is to be called; what is sent is taken into `digest`
 */
export async function upload(
  client: S3Client,
  key: string,
  content: Content | ((temporaryPath: string) => unknown),
  { name, digest }: { readonly name: string; readonly digest: Digest | undefined },
): Promise<void> {
  if (typeof content !== "function") return put(client, key, partsOf(digested(content, digest), partBytes));
  const folder = await mkdtemp(join(tmpdir(), "pipenb-object-"));
  try {
    const path = join(folder, name);
    await content(path);
    const made = await stat(path).catch(() => undefined);
    if (made?.isFile() !== true)
      throw new TypeError(
        `${made === undefined ? "Nothing" : "No file"} was written for the object ${JSON.stringify(key)}. Make a file at the path that the function is given.`,
      );
    const bytes = Math.max(partBytes, Math.ceil(made.size / mostParts / megabyte) * megabyte);
    // SAFETY: without an encoding it gives bytes.
    const pieces = createReadStream(path, { highWaterMark: megabyte }) as AsyncIterable<Uint8Array>;
    const passed = digest === undefined ? pieces : passing(pieces, digest);
    await put(client, key, partsOf(passed, bytes));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Parts = AsyncGenerator<Uint8Array, void>;

async function put(client: S3Client, key: string, parts: Parts): Promise<void> {
  const action = "s3:PutObject";
  try {
    const first = (await nextOf(parts)) ?? new Uint8Array();
    const second = await nextOf(parts);
    if (second === undefined) await client.askText({ method: "PUT", key, action, body: first });
    else await putParts(client, key, prepended([first, second], parts));
  } finally {
    await parts.return();
  }
}

async function putParts(client: S3Client, key: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const action = "s3:PutObject";
  const begun = await client.askText({ method: "POST", key, action, query: { uploads: "" } });
  const uploadId = elementOf(begun, "UploadId") ?? "";
  const underway = new Set<Promise<void>>();
  try {
    const tags: string[] = [];
    let failure: { readonly error: unknown } | undefined;
    let bytes = 0;
    let count = 0;
    const send = async (part: Uint8Array, number: number): Promise<void> => {
      try {
        const query = { partNumber: String(number), uploadId };
        const { headers, body: answer } = await client.ask({ method: "PUT", key, action, query, body: part });
        answer.resume();
        tags[number - 1] = headers.etag ?? "";
      } catch (error) {
        failure ??= { error };
      }
    };
    for await (const part of parts) {
      count += 1;
      bytes += part.byteLength;
      if (count > mostParts)
        throw new ObjectError(
          "refused",
          `s3://${client.settings.bucket}/${key} has more than ${Math.floor((mostParts * partBytes) / 1024 ** 3)} GiB, which a stream of unknown length cannot have in S3. Write it by a function that makes a file, or in several objects.`,
        );
      const sending = send(part, count).finally(() => underway.delete(sending));
      underway.add(sending);
      if (underway.size >= partsAtATime) await Promise.race(underway);
      if (failure !== undefined) break;
    }
    await Promise.all(underway);
    if (failure !== undefined) throw failure.error;
    await complete(client, key, uploadId, tags, bytes);
  } catch (error) {
    // A part that arrives after the end of its upload would stay.
    await Promise.all(underway);
    // What is left of it costs money, but the error is the one that matters.
    await client
      .askText({ method: "DELETE", key, action: "s3:AbortMultipartUpload", query: { uploadId } })
      .catch(() => undefined);
    throw error;
  }
}

async function complete(
  client: S3Client,
  key: string,
  uploadId: string,
  tags: readonly string[],
  bytes: number,
): Promise<void> {
  const action = "s3:PutObject";
  const body = Buffer.from(completionOf(tags));
  try {
    await client.askText({ method: "POST", key, action, query: { uploadId }, body });
  } catch (error) {
    // Where the answer to a first try was lost, the second one finds no upload, but the object.
    if (!(error instanceof ObjectError) || error.s3Code !== "NoSuchUpload") throw error;
    const { headers, body: none } = await client.ask({ method: "HEAD", key, action });
    none.resume();
    const isIt =
      headers["content-length"] === String(bytes) && headers.etag?.endsWith(`-${tags.length}"`) === true;
    if (!isIt) throw error;
  }
}

async function nextOf(parts: Parts): Promise<Uint8Array | undefined> {
  const next = await parts.next();
  return next.done === true ? undefined : next.value;
}

async function* prepended(first: Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let one = first.shift(); one !== undefined; one = first.shift()) yield one;
  yield* rest;
}

/** What is in the memory already is cut, not copied. */
async function* partsOf(content: Content, size: number): Parts {
  if (typeof content === "string" || content instanceof Uint8Array) {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
    return;
  }
  // Copied, as whoever gives pieces may use their memory again for the next; and grown, as most objects are small.
  let part = new Uint8Array(1 << 16);
  let filled = 0;
  for await (const piece of content) {
    const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
    for (let at = 0; at < bytes.byteLength;) {
      if (filled === part.byteLength) part = grown(part, Math.min(size, 4 * part.byteLength));
      const taken = bytes.subarray(at, at + part.byteLength - filled);
      part.set(taken, filled);
      filled += taken.byteLength;
      at += taken.byteLength;
      if (filled < size) continue;
      yield part;
      part = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

function grown(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size);
  larger.set(bytes);
  return larger;
}
