import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { AwsV4Signer } from "aws4fetch";
import { refuseInterrupted } from "../interrupted.ts";
import { ObjectError } from "./object-error.ts";
import { errorOf, isPassing } from "./s3-errors.ts";
import type { Refusal } from "./s3-errors.ts";
import type { S3Settings } from "./s3-settings.ts";
import { elementOf } from "./s3-xml.ts";

/** @internal */
export interface S3Request {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Whole, with the prefix; empty for the bucket itself. */
  readonly key: string;
  /** What a key must be allowed to, in S3's words. */
  readonly action: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** An answer with nothing against it; whoever gets it reads or destroys its body. @internal */
export interface S3Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
}

/** Pauses before another try, so that a server that starts anew has a few seconds. */
const pauses = [200, 400, 800, 1_600];

/** S3 takes a signature for 15 minutes. */
const leastSkew = 300_000;

/** A connection on which nothing goes or comes for so long is lost. */
const silenceMilliseconds = 60_000;

/**
 * Asks S3, signed, and again where that may help. By Node's own HTTP and not `fetch`, which unpacks what is stored as gzip: bytes
 * would not be those that are there, and reading could not go on at a place.
 * @internal
 */
export class S3Client {
  readonly settings: S3Settings;
  readonly #signingKeys = new Map<string, ArrayBuffer>();
  /** Milliseconds by which the server's clock is ahead of this machine's, where that matters. */
  #skew = 0;

  constructor(settings: S3Settings) {
    this.settings = settings;
  }

  /** Throws an ObjectError where S3 says no, or nothing. */
  async ask(request: S3Request): Promise<S3Answer> {
    for (let tries = 0; ; tries += 1) {
      refuseInterrupted();
      const pause = pauses[tries];
      let answer: IncomingMessage;
      try {
        answer = await this.#send(request);
      } catch (error) {
        if (error instanceof ObjectError) throw error;
        if (pause === undefined) throw this.unreachable(error);
        await setTimeout(pause);
        continue;
      }
      const status = answer.statusCode ?? 0;
      if (status >= 200 && status < 300) return { status, headers: answer.headers, body: answer };
      const refusal = await refusalOf(status, answer);
      if (status === 403 && pause !== undefined && this.#takeTimeOf(answer)) continue;
      if (!isPassing(refusal) || pause === undefined) throw this.error(refusal, request);
      await setTimeout(pause);
    }
  }

  /** The same, and all that is in the answer. */
  async askText(request: S3Request): Promise<string> {
    for (let tries = 0; ; tries += 1) {
      const { status, headers, body } = await this.ask(request);
      const text = await textOf(body).catch((error: unknown) => {
        if (tries === pauses.length) throw this.unreachable(error);
        return undefined;
      });
      // S3 answers 200 before it has put parts together, and may find out then that it cannot.
      const code = text === undefined ? undefined : failureIn(text);
      if (text !== undefined && code === undefined) return text;
      if (code !== undefined && (tries === pauses.length || code !== "InternalError"))
        throw this.error(refusalIn(text ?? "", status, headers), request);
      await setTimeout(pauses[tries]);
    }
  }

  error(refusal: Refusal, { key, action }: S3Request): ObjectError {
    const { bucket, endpoint, region } = this.settings;
    const address = key === "" ? `s3://${bucket}` : `s3://${bucket}/${key}`;
    return errorOf(refusal, { address, bucket, endpoint, region, action });
  }

  unreachable(cause: unknown): ObjectError {
    const { endpoint } = this.settings;
    return new ObjectError(
      "unreachable",
      `${endpoint} cannot be reached (${reasonOf(cause)}). Look whether it runs and whether its address is right (AWS_ENDPOINT_URL_S3, AWS_REGION).`,
      { cause },
    );
  }

  /** Whether it was another time than what was signed: as SDKs of AWS do, the server's is signed from then on. */
  #takeTimeOf({ headers: { date } }: IncomingMessage): boolean {
    const skew = Date.parse(date ?? "") - Date.now();
    if (Number.isNaN(skew) || Math.abs(skew - this.#skew) < leastSkew) return false;
    this.#skew = skew;
    return true;
  }

  async #send({ method, key, query = {}, headers = {}, body }: S3Request): Promise<IncomingMessage> {
    const url = new URL(this.settings.base);
    if (key !== "") url.pathname += `${url.pathname.endsWith("/") ? "" : "/"}${pathOf(key)}`;
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    // "+" for a blank is the form's way, which servers do not sign.
    url.search = url.search.replaceAll("+", "%20");
    const length = body === undefined ? {} : { "content-length": String(body.byteLength) };
    const signed = await this.#sign(method, url, headers, body);
    // Loaded by those alone who ask: the library would else take five times as long to load.
    const { request } = await (url.protocol === "https:" ? import("node:https") : import("node:http"));
    return new Promise((resolve, reject) => {
      const sending = request(url, {
        method,
        headers: { ...signed, ...length },
        timeout: silenceMilliseconds,
      });
      sending.once("response", resolve);
      sending.on("error", reject);
      sending.once("timeout", () => {
        sending.destroy(new Error(`nothing came for ${silenceMilliseconds / 1000} s`));
      });
      sending.end(body);
    });
  }

  async #sign(
    method: string,
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array | undefined,
  ): Promise<Readonly<Record<string, string>>> {
    const credentials = this.settings.credentials();
    if (credentials === undefined) return headers;
    const hash = createHash("sha256")
      .update(body ?? "")
      .digest("hex");
    const signer = new AwsV4Signer({
      ...credentials,
      method,
      url: url.href,
      // The server compares it with what arrives.
      headers: { ...headers, "x-amz-content-sha256": hash },
      service: "s3",
      region: this.settings.region,
      cache: this.#signingKeys,
      datetime: new Date(Date.now() + this.#skew).toISOString().replaceAll(/[:-]|\.\d{3}/g, ""),
    });
    const signed = await signer.sign();
    return Object.fromEntries(signed.headers);
  }
}

/** As S3 signs it: all but letters, digits and `-._~` is encoded. */
function pathOf(key: string): string {
  return key
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll(/[!'()*]/g, encoded))
    .join("/");
}

const encoded = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

async function refusalOf(status: number, answer: IncomingMessage): Promise<Refusal> {
  return refusalIn(await textOf(answer).catch(() => ""), status, answer.headers);
}

function refusalIn(text: string, status: number, headers: IncomingHttpHeaders): Refusal {
  const region = headers["x-amz-bucket-region"];
  return {
    status,
    code: elementOf(text, "Code") ?? "",
    message: elementOf(text, "Message") ?? "",
    region: elementOf(text, "Region") ?? (typeof region === "string" ? region : undefined),
  };
}

function failureIn(text: string): string | undefined {
  return /^\s*(?:<\?xml[^>]*>)?\s*<Error[\s>]/.test(text) ? (elementOf(text, "Code") ?? "") : undefined;
}

async function textOf(body: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = [];
  // SAFETY: no encoding is set.
  for await (const piece of body as AsyncIterable<Uint8Array>) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

/** Node gathers the errors of several addresses of a host, without a word of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
