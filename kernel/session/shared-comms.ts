/**
 * Comms that belong to the kernel and not to one client, as those of widgets do: cells open them, or clients open them to a target
 * that a cell listens for. Whatever is said on one goes to every client, numbered, and any client may answer.
 */
import type { Message, MessageHeader } from "../../protocol/message.ts";
import { encodeCommPacket } from "../wire/comm-packet.ts";
import type { CommPacket } from "../wire/comm-packet.ts";
import type { Outbox } from "./outbox.ts";

export interface SharedCommsOptions {
  readonly toRuntime: (payload: Buffer) => void;
  /** The runtime has dealt with what a client has said. */
  readonly tellDone: (request: MessageHeader) => void;
}

export class SharedComms {
  readonly #outbox: Outbox;
  readonly #options: SharedCommsOptions;
  /** Their targets by their ids. */
  readonly #open = new Map<string, string>();
  /** The clients' messages that the runtime has not dealt with yet. */
  readonly #turns = new Map<number, MessageHeader>();
  #lastTurn = 0;

  constructor(outbox: Outbox, options: SharedCommsOptions) {
    this.#outbox = outbox;
    this.#options = options;
  }

  /** Their targets by their ids. */
  get targets(): ReadonlyMap<string, string> {
    return this.#open;
  }

  /** A client opens one. */
  open(comm: string, target: string, data: unknown, message: Message): void {
    this.#open.set(comm, target);
    this.#hand({ comm, type: "open", target, data }, message);
  }

  /** A client says something on one that is open, or closes it. */
  take(comm: string, data: unknown, message: Message): void {
    const closes = message.header.msg_type === "comm_close";
    if (closes) this.#open.delete(comm);
    this.#hand({ comm, type: closes ? "close" : "message", data }, message);
  }

  /** The runtime says something on behalf of an execution, or of the client's message that it deals with. */
  pass(execution: number, packet: CommPacket, buffers: readonly Uint8Array[]): void {
    const { comm, type, turn, data } = packet;
    if (type === "handled") {
      this.#end(turn ?? 0);
      return;
    }
    const target = packet.target ?? "";
    if (type === "open") this.#open.set(comm, target);
    else if (!this.#open.has(comm)) return;
    if (type === "close") this.#open.delete(comm);
    // SAFETY: the runtime makes it an object.
    const content = { comm_id: comm, data: data as Record<string, unknown> };
    this.#outbox.publishComm(
      type === "open" ? "comm_open" : type === "close" ? "comm_close" : "comm_msg",
      this.#turns.get(turn ?? 0) ?? this.#outbox.parentOf(execution),
      type === "open" ? { ...content, target_name: target } : content,
      { metadata: packet.metadata ?? {}, buffers },
    );
  }

  /** The runtime is gone. */
  closeAll(): void {
    for (const comm of this.#open.keys())
      this.#outbox.publish("comm_close", undefined, { comm_id: comm, data: {} });
    this.#open.clear();
    for (const turn of [...this.#turns.keys()]) this.#end(turn);
  }

  /** Clients send the next state of a widget when the kernel is idle after the last. */
  #hand(packet: CommPacket, { header, buffers }: Message): void {
    const turn = (this.#lastTurn += 1);
    this.#turns.set(turn, header);
    this.#outbox.publish("status", header, { execution_state: "busy" });
    this.#options.toRuntime(encodeCommPacket({ ...packet, turn }, buffers));
  }

  #end(turn: number): void {
    const header = this.#turns.get(turn);
    this.#turns.delete(turn);
    if (header !== undefined) this.#options.tellDone(header);
  }
}
