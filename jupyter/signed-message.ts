/** Jupyter's messages as ZeroMQ carries them: who asked, a delimiter, a signature, four JSON texts, buffers. */
import { createHmac, timingSafeEqual } from "node:crypto";

const delimiter = Buffer.from("<IDS|MSG>");

/** One message, its JSON still as bytes. */
export interface WireMessage {
  /** Routing that stands before the message and comes back before its reply. */
  readonly route: readonly Uint8Array[];
  readonly header: Uint8Array;
  readonly parentHeader: Uint8Array;
  readonly metadata: Uint8Array;
  readonly content: Uint8Array;
  readonly buffers: readonly Uint8Array[];
}

/** Signs by the key of the connection file. */
export class Signer {
  readonly #hash: string;
  readonly #key: string;

  /** @param scheme `hmac-sha256`, … @param key with "" nothing is signed and nothing checked */
  constructor(scheme: string, key: string) {
    this.#hash = scheme.replace(/^hmac-/, "");
    this.#key = key;
  }

  /** The message's parts in their order. */
  write({ route, header, parentHeader, metadata, content, buffers }: WireMessage): readonly Uint8Array[] {
    const signed = [header, parentHeader, metadata, content];
    return [...route, delimiter, this.#sign(signed), ...signed, ...buffers];
  }

  /** undefined for parts that are no message, or that were signed with another key or not at all. */
  read(parts: readonly Buffer[]): WireMessage | undefined {
    const at = parts.findIndex((part) => part.equals(delimiter));
    if (at < 0) return undefined;
    const [signature, header, parentHeader, metadata, content, ...buffers] = parts.slice(at + 1);
    if (!signature || !header || !parentHeader || !metadata || !content) return undefined;
    const expected = this.#sign([header, parentHeader, metadata, content]);
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined;
    return { route: parts.slice(0, at), header, parentHeader, metadata, content, buffers };
  }

  #sign(parts: readonly Uint8Array[]): Buffer {
    if (this.#key === "") return Buffer.alloc(0);
    const hmac = createHmac(this.#hash, this.#key);
    for (const part of parts) hmac.update(part);
    return Buffer.from(hmac.digest("hex"));
  }
}
