/** What a ZMTP peer says, put together of the pieces in which it comes. Pure: bytes go in, events come out. */
import { checkGreeting, decodeCommand, decodeReady, firstFrame, greeting, ZmtpError } from "./frames.ts";
import type { Command, Frame, PeerProperties } from "./frames.ts";

export type PeerEvent =
  /** Its greeting was right: now it is told who we are. */
  | { readonly type: "greeted" }
  | { readonly type: "ready"; readonly properties: PeerProperties }
  | { readonly type: "command"; readonly command: Command }
  | { readonly type: "message"; readonly parts: readonly Buffer[] };

/** Before it is ready a peer has nothing longer to say. */
const mostBeforeReady = 8 * 1024;
const mostParts = 10_000;

export class PeerReader {
  readonly #mostBytes: number;
  #stage: "greeting" | "ready" | "open" = "greeting";
  #chunks: Buffer[] = [];
  #have = 0;
  #needed = 1;
  #parts: Buffer[] = [];
  /** Of the message that is not whole yet. */
  #bytes = 0;

  /** @param mostBytes that a message may have in all its parts */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** What has become whole with these bytes. Throws a {@link ZmtpError}, behind which nothing more is to be read. */
  read(chunk: Buffer): readonly PeerEvent[] {
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    // A long part comes in many pieces, which are put together once.
    if (this.#have < this.#needed) return [];
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const events: PeerEvent[] = [];
    for (;;) {
      const step = this.#stage === "greeting" ? this.#greeting(rest) : this.#frame(rest);
      if ("needed" in step) {
        this.#needed = step.needed;
        break;
      }
      if (step.event !== undefined) events.push(step.event);
      rest = rest.subarray(step.length);
    }
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#have = rest.length;
    return events;
  }

  #greeting(bytes: Buffer): Step {
    checkGreeting(bytes);
    // Looked at again with each byte: garbage is to be known at once.
    if (bytes.length < greeting.length) return { needed: bytes.length + 1 };
    this.#stage = "ready";
    return { event: { type: "greeted" }, length: greeting.length };
  }

  #frame(bytes: Buffer): Step {
    const most = this.#stage === "open" ? this.#mostBytes - this.#bytes : mostBeforeReady;
    const first = firstFrame(bytes, most);
    if (first.frame === undefined) return { needed: first.needed };
    return { event: this.#eventOf(first.frame), length: first.length };
  }

  #eventOf({ kind, more, body }: Frame): PeerEvent | undefined {
    if (kind === "command") return this.#commandOf(body);
    if (this.#stage !== "open") throw new ZmtpError("A message comes before READY.");
    this.#parts.push(body);
    this.#bytes += body.length;
    if (this.#parts.length > mostParts) throw new ZmtpError(`A message has more than ${mostParts} parts.`);
    if (more) return undefined;
    const parts = this.#parts;
    this.#parts = [];
    this.#bytes = 0;
    return { type: "message", parts };
  }

  #commandOf(body: Buffer): PeerEvent {
    const command = decodeCommand(body);
    if (this.#stage === "open") return { type: "command", command };
    if (command.name !== "READY") throw new ZmtpError(`The command ${command.name} comes before READY.`);
    this.#stage = "open";
    return { type: "ready", properties: decodeReady(command.data) };
  }
}

type Step = { readonly event: PeerEvent | undefined; readonly length: number } | { readonly needed: number };
