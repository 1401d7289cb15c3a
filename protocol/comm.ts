/** The client's ends of comms: talks with a target in the kernel, beside the cells. */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { newHeader } from "./message.ts";
import type { Message } from "./message.ts";

export interface Comm {
  send(data: unknown): void;
  close(): void;
}

export interface CommListener {
  onMessage(data: unknown, buffers: readonly Uint8Array[]): void;
  /** Called once: the kernel has closed it, its runtime has ended, or the connection has. */
  onClose(): void;
}

const CommContentSchema = z.object({ comm_id: z.string(), data: z.unknown() });

export class ClientComms {
  readonly #session: string;
  readonly #send: (message: Message) => void;
  readonly #open = new Map<string, CommListener>();

  constructor(session: string, send: (message: Message) => void) {
    this.#session = session;
    this.#send = send;
  }

  open(target: string, listener: CommListener): Comm {
    const id = randomUUID();
    this.#open.set(id, listener);
    this.#say("comm_open", { comm_id: id, target_name: target, data: {} });
    return {
      send: (data) => {
        if (this.#open.has(id)) this.#say("comm_msg", { comm_id: id, data });
      },
      close: () => {
        if (this.#open.delete(id)) this.#say("comm_close", { comm_id: id, data: {} });
      },
    };
  }

  /** Takes a message of one of the types `comm_*`, passes others over. */
  take({ header, content, buffers }: Message): void {
    if (header.msg_type !== "comm_msg" && header.msg_type !== "comm_close") return;
    const comm = CommContentSchema.safeParse(content).data;
    const listener = comm === undefined ? undefined : this.#open.get(comm.comm_id);
    if (comm === undefined || listener === undefined) return;
    if (header.msg_type === "comm_msg") listener.onMessage(comm.data, buffers);
    else {
      this.#open.delete(comm.comm_id);
      listener.onClose();
    }
  }

  /** The connection is over. */
  end(): void {
    const listeners = [...this.#open.values()];
    this.#open.clear();
    for (const listener of listeners) listener.onClose();
  }

  #say(type: string, content: object): void {
    const header = newHeader(type, this.#session);
    this.#send({ channel: "shell", header, parentHeader: undefined, metadata: {}, content, buffers: [] });
  }
}
