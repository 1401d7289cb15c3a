/**
 * All that clients get: what cells write, and what is said of them and answered, in order and each under the request that caused it.
 * Every message is numbered, journaled and sent to every client.
 */
import { decodeMessage, encodeFrame, encodeMessage } from "../../protocol/codec.ts";
import type { Said, SaidType } from "../../protocol/content.ts";
import { newHeader } from "../../protocol/message.ts";
import type { Channel, MessageHeader } from "../../protocol/message.ts";
import type { Packet } from "../wire/packet.ts";
import { fromRuntime } from "../wire/packet-table.ts";
import type { KernelExecution } from "./execution.ts";
import type { Journal } from "./journal.ts";
import { StreamBatcher } from "./stream-batcher.ts";

/** A client that listens. */
export interface Listener {
  /** Whether it puts long texts back itself; they stand in the content for one that does not. */
  readonly textsApart?: boolean;
  /** One that may wait goes with the next one, which follows at once as a rule. */
  send(frame: Uint8Array, mayWait?: boolean): void;
}

/** Texts by the MIME types of their names. */
interface TextsApart {
  readonly names: readonly string[];
  readonly bytes: readonly Uint8Array[];
  /** They follow the content in its memory, and so many bytes before that are nobody's. */
  readonly room: number;
}

/** What a message's `metadata.pipenb` says beside its number. */
export interface OwnMetadata {
  readonly exit_code?: number;
}

/** What stands beside the content of a comm's message. */
interface Beside {
  readonly metadata: object;
  readonly buffers: readonly Uint8Array[];
}

interface Outgoing {
  readonly channel: Channel;
  readonly type: SaidType | `${string}_reply`;
  readonly parent: MessageHeader | undefined;
  /** A value, or JSON text that is passed on as it is. */
  readonly content: object | Uint8Array;
  /** Long texts of the content, beside it. */
  readonly texts?: TextsApart | undefined;
  readonly own?: OwnMetadata | undefined;
  readonly beside?: Beside;
}

/** What is written later still by what an older cell has started belongs to nobody. */
const keptRequests = 10_000;

/** Messages whose whole content the runtime makes. */
const showing: Readonly<Partial<Record<number, SaidType>>> = {
  [fromRuntime.displayData.number]: "display_data",
  [fromRuntime.updateDisplayData.number]: "update_display_data",
  [fromRuntime.executeResult.number]: "execute_result",
};

export class Outbox {
  readonly #journal: Journal;
  /** What messages say they come from. */
  readonly session: string;
  readonly #listeners = new Set<Listener>();
  readonly #streams: StreamBatcher;
  readonly #parents = new Map<number, MessageHeader>();
  /** The execution that runs or ran last: what is written by none is its output. */
  #latest = 0;
  #lastActivity = new Date().toISOString();

  constructor(journal: Journal, session: string) {
    this.#journal = journal;
    this.session = session;
    this.#streams = new StreamBatcher((execution, name, text) => {
      const content: Said<"stream"> = { name, text };
      this.#send({ channel: "iopub", type: "stream", parent: this.parentOf(execution), content });
    });
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

  /** Replays what came after message `since`, where given, then sends everything new. Returns the function that ends it. */
  subscribe(listener: Listener, since: number | undefined): () => void {
    if (since !== undefined)
      for (const frame of this.#journal.after(since))
        listener.send(isReadyFor(listener) ? frame : withTexts(frame));
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** What this execution writes is shown under its request from now on. */
  begin({ id, parent }: Pick<KernelExecution, "id" | "parent">): void {
    this.#latest = id;
    this.#parents.set(id, parent);
    this.#parents.delete(id - keptRequests);
  }

  write(execution: number, name: "stdout" | "stderr", text: Buffer): void {
    this.#streams.add(execution, name, text);
  }

  /** Passes on what a cell has written or shown; false for a packet that is something else. */
  take(packet: Packet): boolean {
    const { kind, id, payload } = packet;
    const shown = showing[kind];
    if (kind === fromRuntime.stdout.number) this.write(id, "stdout", payload);
    else if (kind === fromRuntime.stderr.number) this.write(id, "stderr", payload);
    else if (kind === fromRuntime.clearOutput.number)
      this.publishFor("clear_output", id, fromRuntime.clearOutput.decode(payload));
    else if (shown !== undefined) this.#show(shown, packet);
    else return false;
    return true;
  }

  /** Says something of an execution, under its request. */
  publishFor<Type extends SaidType>(
    type: Type,
    execution: number,
    content: Said<Type>,
    own?: OwnMetadata,
  ): void {
    this.publish(type, this.parentOf(execution), content, own);
  }

  /** Sends a message, and before it what has been written so far. Gives its id. */
  publish<Type extends SaidType>(
    type: Type,
    parent: MessageHeader | undefined,
    content: Said<Type>,
    own?: OwnMetadata,
  ): string {
    this.#streams.flush();
    return this.#send({ channel: channels[type] ?? "iopub", type, parent, content, own });
  }

  /** Says something on a comm that all clients share, likewise. */
  publishComm<Type extends "comm_open" | "comm_msg" | "comm_close">(
    type: Type,
    parent: MessageHeader | undefined,
    content: Said<Type>,
    beside: Beside,
  ): void {
    this.#streams.flush();
    this.#send({ channel: "iopub", type, parent, content, beside });
  }

  /** Sends the answer to a request, likewise. */
  reply(parent: MessageHeader, channel: "shell" | "control", content: object): void {
    this.#streams.flush();
    const type = `${parent.msg_type.replace(/_request$/, "")}_reply` as const;
    this.#send({ channel, type, parent, content });
  }

  /** Nothing of it is parsed here but which long texts come beside it. */
  #show(type: SaidType, { id, payload, room }: Packet): void {
    const [names, content = Buffer.alloc(0), ...bytes] = fromRuntime.displayData.decode(payload);
    this.#streams.flush();
    this.#send({
      channel: "iopub",
      type,
      parent: this.parentOf(id),
      content,
      texts:
        bytes.length === 0
          ? undefined
          : {
              // SAFETY: made by `shownTexts` in the runtime, our own program.
              names: JSON.parse(String(names)) as readonly string[],
              bytes,
              // What stands before the content in the payload has been read.
              room: room + content.byteOffset - payload.byteOffset,
            },
    });
  }

  /** The request under which an execution shows what it says; of none that of the latest. */
  parentOf(execution: number): MessageHeader | undefined {
    return this.#parents.get(execution === 0 ? this.#latest : execution);
  }

  /** What streams hold is not sent first. Gives the id of the message. */
  #send({ channel, type, parent, content, texts, own, beside }: Outgoing): string {
    const header = newHeader(type, this.session, "kernel");
    this.#lastActivity = header.date;
    const frame = encodeFrame({
      channel,
      header,
      parentHeader: parent,
      metadata: { ...beside?.metadata, pipenb: { seq: this.#journal.next, texts: texts?.names, ...own } },
      content: content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content)),
      buffers: texts?.bytes ?? beside?.buffers ?? [],
      room: texts?.room ?? 0,
    });
    this.#journal.append(frame);
    const mayWait = type === "execute_input" || (type === "status" && isBusy(content));
    let inlined: Uint8Array | undefined;
    for (const listener of this.#listeners)
      listener.send(
        texts === undefined || isReadyFor(listener) ? frame : (inlined ??= withTexts(frame)),
        mayWait,
      );
    return header.msg_id;
  }
}

/** Of messages that do not go by `iopub`. */
const channels: Readonly<Partial<Record<SaidType, Channel>>> = {
  execute_reply: "shell",
  input_request: "stdin",
};

/** A short cell has something to say as soon as that. */
const isBusy = (content: object): boolean =>
  "execution_state" in content && content.execution_state === "busy";

const isReadyFor = ({ textsApart }: Listener): boolean => textsApart === true;

/** The message with all of its content in one piece; one that is so already keeps its meaning. */
const withTexts = (frame: Uint8Array): Uint8Array => encodeMessage(decodeMessage(frame));
