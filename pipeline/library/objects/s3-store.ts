import type { IncomingHttpHeaders } from "node:http";
import { setTimeout } from "node:timers/promises";
import { record, startDigest } from "../digest.ts";
import { ObjectError } from "./object-error.ts";
import { S3Client } from "./s3-client.ts";
import type { S3Settings } from "./s3-settings.ts";
import { upload } from "./s3-upload.ts";
import { listPageOf } from "./s3-xml.ts";
import type { ObjectInfo, ObjectStore } from "./store.ts";

/** The objects of a bucket below a prefix. @internal */
export function openBucket(settings: S3Settings): ObjectStore {
  const { prefix, address, bucket } = settings;
  const client = new S3Client(settings);
  const addressOf = (key: string): string => `s3://${bucket}/${prefix}${key}`;
  const stat = async (key: string): Promise<ObjectInfo | undefined> => {
    const headers = await headersOf(client, prefix + key);
    return headers === undefined ? undefined : infoOf(key, headers);
  };
  return {
    address,
    addressOf,
    read: (key) => read(client, prefix + key),
    async write(key, content, name) {
      const digest = startDigest();
      await upload(client, prefix + key, content, { name, digest });
      if (digest !== undefined) record({ kind: "output", path: addressOf(key), ...digest.end() });
    },
    async *list(beginning) {
      let next: string | undefined;
      do {
        const token = next === undefined ? {} : { "continuation-token": next };
        const query = { "list-type": "2", "encoding-type": "url", prefix: prefix + beginning, ...token };
        const page = listPageOf(
          await client.askText({ method: "GET", key: "", action: "s3:ListBucket", query }),
        );
        for (const each of page.objects) {
          // What consoles make to show a folder is no object of a pipeline.
          if (!each.key.endsWith("/")) yield { ...each, key: each.key.slice(prefix.length) };
        }
        next = page.next;
      } while (next !== undefined);
    },
    stat,
    async delete(key) {
      try {
        await client.askText({ method: "DELETE", key: prefix + key, action: "s3:DeleteObject" });
      } catch (error) {
        if (!(error instanceof ObjectError) || error.code !== "missing") throw error;
      }
    },
  };
}

/** HEAD gives no reason, so what it refuses is asked for again. */
async function headersOf(client: S3Client, key: string): Promise<IncomingHttpHeaders | undefined> {
  try {
    const { headers, body } = await client.ask({ method: "HEAD", key, action: "s3:GetObject" });
    body.resume();
    return headers;
  } catch (error) {
    if (!(error instanceof ObjectError) || error.code === "unreachable") throw error;
  }
  try {
    const { headers, body } = await client.ask({ method: "GET", key, action: "s3:GetObject" });
    body.destroy();
    return headers;
  } catch (error) {
    if (error instanceof ObjectError && error.code === "missing") return undefined;
    throw error;
  }
}

function infoOf(key: string, headers: IncomingHttpHeaders): ObjectInfo {
  return {
    key,
    bytes: Number(headers["content-length"]),
    modified: new Date(headers["last-modified"] ?? ""),
  };
}

/** How often in a row reading is taken up again without a byte more. */
const mostVainTries = 5;

/** Goes on where a connection was lost, in the same version of the object. */
async function* read(client: S3Client, key: string): AsyncGenerator<Uint8Array> {
  let at = 0;
  let tag: string | undefined;
  for (let vain = 0; ; vain += 1) {
    const { status, headers, body } = await client.ask({
      method: "GET",
      key,
      action: "s3:GetObject",
      headers: {
        ...(at === 0 ? {} : { range: `bytes=${at}-` }),
        ...(tag === undefined ? {} : { "if-match": tag }),
      },
    });
    tag ??= headers.etag;
    if (at > 0 && status !== 206) {
      body.destroy();
      throw client.unreachable(new Error("the connection was lost, and the server cannot go on at a place"));
    }
    try {
      // SAFETY: no encoding is set.
      for await (const piece of body as AsyncIterable<Uint8Array>) {
        at += piece.byteLength;
        vain = 0;
        yield piece;
      }
      return;
    } catch (error) {
      if (tag === undefined || vain === mostVainTries) throw client.unreachable(error);
      await setTimeout(200);
    }
  }
}
