import { basename } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { passing, record, startDigest } from "../digest.ts";
import { refuseInterrupted } from "../interrupted.ts";
import { findSecret } from "../secret.ts";
import type { Content } from "../content.ts";
import { openFolder } from "./folder-store.ts";
import { checkKey } from "./keys.ts";
import { openBucket } from "./s3-store.ts";
import { settingsOf } from "./s3-settings.ts";
import type { ObjectsOptions } from "./s3-settings.ts";
import type { ObjectInfo, ObjectStore } from "./store.ts";

/** The objects of a bucket, or files of a folder, by their keys: relative, with `/` between the parts. */
export interface Objects {
  /** Where they are: `s3://BUCKET/PREFIX`, or the folder's path. */
  readonly address: string;
  /** What an object holds. Throws an `ObjectError` with the code `missing` where there is none. */
  bytes(key: string): Promise<Uint8Array>;
  /** As UTF-8; what is no UTF-8 is refused. */
  text(key: string): Promise<string>;
  json(key: string): Promise<unknown>;
  /** What it holds, piece by piece, for objects larger than the memory; goes on where a connection was lost. */
  stream(key: string): AsyncIterable<Uint8Array>;
  /**
   * Writes an object so that nobody ever sees half of it. What was there is replaced, or stays as it was when anything fails.
   *
   * @param content text, bytes, a stream of either, or a function that makes a file at the temporary path that it is given
   */
  write(key: string, content: Content | ((temporaryPath: string) => unknown)): Promise<void>;
  /** Those whose keys begin with the text, or all, in the order of the bytes of their keys. */
  list(beginning?: string): AsyncIterable<ObjectInfo>;
  /** What is known of an object; undefined where there is none. */
  stat(key: string): Promise<ObjectInfo | undefined>;
  has(key: string): Promise<boolean>;
  /** Removes an object; that there is none is no error. */
  delete(key: string): Promise<void>;
}

/**
 * The objects below an address, in S3 or in a folder: the same calls for both, so that a notebook may be tried on files.
 *
 * ```ts
 * const raw = objects("s3://weather/raw"); // or objects("data/raw")
 * for await (const { key } of raw.list(`${day}/`)) console.log(key, await raw.json(key));
 * await writeWhole("data/large.csv", raw.stream("large.csv"));
 * await raw.write(`${day}/clean.parquet`, (path) => frame.writeParquet(path));
 * ```
 *
 * Where S3 is and with which key it is asked comes from the environment, as for any tool of AWS (AWS_ENDPOINT_URL_S3, AWS_REGION,
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN), from secrets of the front matter (aws_access_key_id,
 * aws_secret_access_key, aws_session_token), or from the options.
 *
 * @param address `s3://BUCKET/PREFIX`, `file:///FOLDER`, or a path
 */
export function objects(address: string, options: ObjectsOptions = {}): Objects {
  const store = open(address, options);
  const checked = <Result>(key: string, act: () => Result): Result => {
    checkKey(key);
    return act();
  };
  const bytes = async (key: string): Promise<Uint8Array> => {
    checkKey(key);
    const pieces: Uint8Array[] = [];
    for await (const piece of recorded(store, key)) pieces.push(piece);
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  };
  const text = async (key: string): Promise<string> => utf8Of(await bytes(key), store.addressOf(key));
  const stat = async (key: string): Promise<ObjectInfo | undefined> => {
    checkKey(key);
    return store.stat(key);
  };
  return {
    address: store.address,
    bytes,
    text,
    json: async (key) => jsonOf(await text(key), store.addressOf(key)),
    stream: (key) => checked(key, () => interruptible(recorded(store, key))),
    write: async (key, content) => {
      checkKey(key);
      await store.write(key, content, basename(key));
    },
    list: (beginning = "") => interruptible(store.list(beginning)),
    stat,
    has: async (key) => (await stat(key)) !== undefined,
    delete: async (key) => {
      checkKey(key);
      await store.delete(key);
    },
  };
}

function open(address: string, options: ObjectsOptions): ObjectStore {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  if (scheme === "s3") return openBucket(settingsOf(address, options, process.env, findSecret));
  if (scheme === undefined && address !== "" && !address.includes("\0")) return openFolder(address);
  if (scheme === "file") return openFolder(fileURLToPath(address));
  throw new TypeError(
    `${JSON.stringify(address)} is no address of objects. Write s3://BUCKET/PREFIX, file:///FOLDER, or the path of a folder.`,
  );
}

/** An object that is read to its end is an input of the run. */
async function* recorded(store: ObjectStore, key: string): AsyncGenerator<Uint8Array> {
  const digest = startDigest();
  if (digest === undefined) {
    yield* store.read(key);
    return;
  }
  yield* passing(store.read(key), digest);
  record({ kind: "input", path: store.addressOf(key), ...digest.end() });
}

async function* interruptible<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  for await (const item of items) {
    refuseInterrupted();
    yield item;
  }
}

function utf8Of(bytes: Uint8Array, address: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TypeError(
      `${address} is no text in UTF-8. Read it with bytes(), and decode it with a TextDecoder of its encoding.`,
      { cause },
    );
  }
}

function jsonOf(text: string, address: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(
      `${address} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
}
