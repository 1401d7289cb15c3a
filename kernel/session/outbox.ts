/** Numbers, journals and sends every message to every client. */
import { decodeMessage, encodeFrame, encodeMessage } from "../../protocol/codec.ts";
import type { SaidType } from "../../protocol/content.ts";
import { newHeader } from "../../protocol/message.ts";
import type { Channel, MessageHeader } from "../../protocol/message.ts";
import type { Journal } from "./journal.ts";

/** A client that listens. */
export interface Listener {
  /** Whether it puts long texts back itself; they stand in the content for one that does not. */
  readonly textsApart?: boolean;
  send(frame: Uint8Array): void;
}

/** Texts by the MIME types of their names. */
export interface TextsApart {
  readonly names: readonly string[];
  readonly bytes: readonly Uint8Array[];
  /** They follow the content in its memory, and so many bytes before that are nobody's. */
  readonly room: number;
}

export interface Outgoing {
  readonly channel: Channel;
  readonly type: SaidType | `${string}_reply`;
  readonly parent: MessageHeader | undefined;
  /** A value, or JSON text that is passed on as it is. */
  readonly content: object | Uint8Array;
  /** Long texts of the content, beside it. */
  readonly texts?: TextsApart;
}

export class Outbox {
  readonly #journal: Journal;
  /** What messages say they come from. */
  readonly session: string;
  readonly #listeners = new Set<Listener>();
  #lastActivity = new Date().toISOString();

  constructor(journal: Journal, session: string) {
    this.#journal = journal;
    this.session = session;
  }

  /** Number of the last message. */
  get last(): number {
    return this.#journal.next - 1;
  }

  /** When the last message was sent, ISO 8601. */
  get lastActivity(): string {
    return this.#lastActivity;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Replays what came after message `since`, where given, then sends everything new. Gives the way out. */
  subscribe(listener: Listener, since: number | undefined): () => void {
    if (since !== undefined)
      for (const frame of this.#journal.after(since))
        listener.send(isReadyFor(listener) ? frame : withTexts(frame));
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Gives the id of the message. */
  publish({ channel, type, parent, content, texts }: Outgoing): string {
    const header = newHeader(type, this.session, "kernel");
    this.#lastActivity = header.date;
    const frame = encodeFrame({
      channel,
      header,
      parentHeader: parent,
      metadata: { pipenb: { seq: this.#journal.next, texts: texts?.names } },
      content: content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content)),
      buffers: texts?.bytes ?? [],
      room: texts?.room ?? 0,
    });
    this.#journal.append(frame);
    let inlined: Uint8Array | undefined;
    for (const listener of this.#listeners)
      listener.send(texts === undefined || isReadyFor(listener) ? frame : (inlined ??= withTexts(frame)));
    return header.msg_id;
  }
}

const isReadyFor = ({ textsApart }: Listener): boolean => textsApart === true;

/** The message with all of its content in one piece; one that is so already keeps its meaning. */
const withTexts = (frame: Uint8Array): Uint8Array => encodeMessage(decodeMessage(frame));
