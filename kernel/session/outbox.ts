/** Numbers, journals and sends every message to every client. */
import { encodeFrame } from "../../protocol/codec.ts";
import { newHeader } from "../../protocol/message.ts";
import type { Channel, MessageHeader } from "../../protocol/message.ts";
import type { Journal } from "./journal.ts";

/** A client that listens. */
export interface Listener {
  send(frame: Uint8Array): void;
}

export interface Outgoing {
  readonly channel: Channel;
  readonly type: string;
  readonly parent: MessageHeader | undefined;
  /** A value, or JSON text that is passed on as it is. */
  readonly content: object | Uint8Array;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export class Outbox {
  readonly #journal: Journal;
  /** What messages say they come from. */
  readonly session: string;
  readonly #listeners = new Set<Listener>();

  constructor(journal: Journal, session: string) {
    this.#journal = journal;
    this.session = session;
  }

  /** Number of the last message. */
  get last(): number {
    return this.#journal.next - 1;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Replays what came after message `since`, where given, then sends everything new. Gives the way out. */
  subscribe(listener: Listener, since: number | undefined): () => void {
    if (since !== undefined) for (const frame of this.#journal.after(since)) listener.send(frame);
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Gives the id of the message. */
  publish({ channel, type, parent, content, metadata }: Outgoing): string {
    const header = newHeader(type, this.session, "kernel");
    const frame = encodeFrame({
      channel,
      header,
      parentHeader: parent,
      metadata: { ...metadata, pipenb: { seq: this.#journal.next } },
      content: content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content)),
      buffers: [],
    });
    this.#journal.append(frame);
    for (const listener of this.#listeners) listener.send(frame);
    return header.msg_id;
  }
}
