/** The runtime's end of comms: finds who answers on a target, and closes comms of targets that nobody knows. */
import { decodeCommPacket, encodeCommPacket } from "../wire/comm-packet.ts";
import { fromRuntime } from "../wire/packet-table.ts";
import type { Channel } from "./channel.ts";

/** Says something on the comm. */
export type CommReply = (data: unknown, buffers: readonly Uint8Array[]) => void;

/** One open comm. Neither may throw. */
export interface CommPeer {
  take(data: unknown): void;
  close(): void;
}

export type CommTargets = Readonly<Record<string, (reply: CommReply) => CommPeer>>;

type Send = Channel["send"];

export class RuntimeComms {
  readonly #send: Send;
  readonly #targets: CommTargets;
  readonly #open = new Map<string, CommPeer>();

  constructor(send: Send, targets: CommTargets) {
    this.#send = send;
    this.#targets = targets;
  }

  /** An encoded comm packet from the supervisor. */
  take(payload: Buffer): void {
    const { comm, type, target, data } = decodeCommPacket(payload).packet;
    if (type === "open") this.#begin(comm, target ?? "");
    else if (type === "message") this.#open.get(comm)?.take(data);
    else {
      this.#open.get(comm)?.close();
      this.#open.delete(comm);
    }
  }

  #begin(comm: string, target: string): void {
    const open = Object.hasOwn(this.#targets, target) ? this.#targets[target] : undefined;
    if (open === undefined) {
      this.#send(fromRuntime.commOut, 0, encodeCommPacket({ comm, type: "close", data: {} }));
      return;
    }
    const peer = open((data, buffers) => {
      this.#send(fromRuntime.commOut, 0, encodeCommPacket({ comm, type: "message", data }, buffers));
    });
    this.#open.set(comm, peer);
  }
}
