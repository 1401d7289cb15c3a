/** The runtime's end of comms: finds who answers on a target, and closes comms of targets that nobody knows. */
import { decodeCommPacket, encodeCommPacket } from "../wire/comm-packet.ts";
import type { CommPacket } from "../wire/comm-packet.ts";
import { fromRuntime } from "../wire/packet-table.ts";
import type { Channel } from "./channel.ts";

/** Says something on the comm. */
export type CommReply = (data: unknown, buffers: readonly Uint8Array[]) => void;

/** Who hears of one open comm. Neither may throw. */
export interface CommPeer {
  take(data: unknown, buffers: readonly Uint8Array[]): void;
  close(): void;
}

/** Answers on a target that the runtime itself has. */
type OwnTarget = (reply: CommReply) => CommPeer;

/** Hears of a comm that a client has opened, and what it said. */
type OpenComm = (comm: string, data: unknown, buffers: readonly Uint8Array[]) => CommPeer;

type Send = Channel["send"];

export class RuntimeComms {
  readonly #send: Send;
  readonly #owner: () => number;
  readonly #targets = new Map<string, OpenComm>();
  readonly #open = new Map<string, CommPeer>();
  /** Of the client's message that is dealt with. */
  #turn: number | undefined;

  /** @param owner the execution that running code belongs to */
  constructor(send: Send, owner: () => number, targets: Readonly<Record<string, OwnTarget>>) {
    this.#send = send;
    this.#owner = owner;
    for (const [target, open] of Object.entries(targets))
      this.addTarget(target, (comm) =>
        open((data, buffers) => {
          this.#send(fromRuntime.commOut, 0, encodeCommPacket({ comm, type: "message", data }, buffers));
        }),
      );
  }

  /** From now on this target has somebody who answers. */
  addTarget(target: string, open: OpenComm): void {
    this.#targets.set(target, open);
  }

  /** A comm that the runtime opens. */
  add(comm: string, peer: CommPeer): void {
    this.#open.set(comm, peer);
  }

  forget(comm: string): void {
    this.#open.delete(comm);
  }

  /** Says something on a comm, as the code that runs. */
  say(packet: CommPacket, buffers: readonly Uint8Array[] = []): void {
    const told = encodeCommPacket({ ...packet, turn: this.#turn }, buffers);
    this.#send(fromRuntime.commOut, this.#owner(), told);
  }

  /** An encoded comm packet from the supervisor. */
  take(payload: Buffer): void {
    const { packet, buffers } = decodeCommPacket(payload);
    const { comm, turn } = packet;
    this.#turn = turn;
    this.#take(packet, buffers);
    if (turn !== undefined) this.say({ comm, type: "handled", data: null });
    this.#turn = undefined;
  }

  #take({ comm, type, target, data }: CommPacket, buffers: readonly Uint8Array[]): void {
    if (type === "message") this.#open.get(comm)?.take(data, buffers);
    else if (type === "open") {
      const open = this.#targets.get(target ?? "");
      if (open === undefined) this.say({ comm, type: "close", data: {} });
      else this.#open.set(comm, open(comm, data, buffers));
    } else {
      this.#open.get(comm)?.close();
      this.#open.delete(comm);
    }
  }
}
