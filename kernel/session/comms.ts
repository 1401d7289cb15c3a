/**
 * Jupyter's comms between clients and the runtime. One about dataframes belongs to the client that opened it: what comes from the
 * runtime goes to nobody else, and is neither numbered nor kept: whoever comes back opens a new comm and asks again. All others are
 * {@link SharedComms}.
 */
import type { ReplySent } from "../../protocol/requests.ts";
import * as z from "zod";
import { encodeFrame } from "../../protocol/codec.ts";
import type { DataframeReply } from "../../dataframes/protocol/reply.ts";
import { dataframesTarget } from "../../dataframes/protocol/comm-target.ts";
import { newHeader } from "../../protocol/message.ts";
import type { Message, MessageHeader } from "../../protocol/message.ts";
import { decodeCommPacket, encodeCommPacket } from "../wire/comm-packet.ts";
import type { Listener, Outbox } from "./outbox.ts";
import { SharedComms, type SharedCommsOptions } from "./shared-comms.ts";

const CommOpenSchema = z.object({
  comm_id: z.string().min(1),
  target_name: z.string(),
  data: z.unknown(),
});
const CommMessageSchema = z.object({ comm_id: z.string(), data: z.unknown() });

const QuestionSchema = z.object({ id: z.number().int() });

/** The answer to a question about a dataframe that the runtime cannot look into now. */
const pausedReply = (id: number): DataframeReply => ({
  id,
  result: null,
  problem: {
    code: "failed",
    message: "A cell is paused in the debugger. Let it go on, then try again.",
  },
});

interface Comm {
  readonly client: Listener;
  /** Of the last message from the client, which is what an answer belongs to. */
  parent: MessageHeader;
}

export interface CommsOptions extends SharedCommsOptions {
  /** Whether a debugger has paused the runtime, which then answers nothing. */
  readonly standsStill: () => boolean;
}

export class Comms {
  readonly #session: string;
  readonly #shared: SharedComms;
  readonly #options: CommsOptions;
  readonly #open = new Map<string, Comm>();

  constructor(outbox: Outbox, options: CommsOptions) {
    this.#session = outbox.session;
    this.#shared = new SharedComms(outbox, options);
    this.#options = options;
  }

  /** The content of a comm_info_reply. `wanted`: of this target alone. */
  info(wanted?: string | null): ReplySent<"comm_info_request"> {
    const own = [...this.#open.keys()].map((id) => [id, dataframesTarget] as const);
    const comms = [...own, ...this.#shared.targets].filter(([, target]) => target === (wanted ?? target));
    return {
      status: "ok",
      comms: Object.fromEntries(comms.map(([id, target_name]) => [id, { target_name }])),
    };
  }

  /** A message of one of the types `comm_*`; one about a comm that is not open is answered by closing it. */
  take(message: Message, client: Listener): void {
    const { header, content } = message;
    if (header.msg_type === "comm_open") {
      const { comm_id: comm, target_name: target, data } = CommOpenSchema.parse(content);
      if (target !== dataframesTarget) {
        this.#shared.open(comm, target, data, message);
        return;
      }
      this.#open.set(comm, { client, parent: header });
      this.#options.toRuntime(encodeCommPacket({ comm, type: "open", target, data }));
      return;
    }
    const { comm_id: comm, data } = CommMessageSchema.parse(content);
    if (this.#shared.targets.has(comm)) {
      this.#shared.take(comm, data, message);
      return;
    }
    const known = this.#open.get(comm);
    if (known?.client !== client) {
      if (header.msg_type !== "comm_close") this.#send(client, header, "comm_close", comm, {});
      return;
    }
    known.parent = header;
    const question = QuestionSchema.safeParse(data).data;
    if (question !== undefined && this.#options.standsStill()) {
      this.#send(client, header, "comm_msg", comm, pausedReply(question.id));
      return;
    }
    const closes = header.msg_type === "comm_close";
    if (closes) this.#open.delete(comm);
    this.#options.toRuntime(encodeCommPacket({ comm, type: closes ? "close" : "message", data }));
  }

  /** What the runtime says on a comm, for an execution or for none. */
  pass(execution: number, payload: Buffer): void {
    const { packet, buffers } = decodeCommPacket(payload);
    const known = this.#open.get(packet.comm);
    if (known === undefined) {
      this.#shared.pass(execution, packet, buffers);
      return;
    }
    if (packet.type === "close") this.#open.delete(packet.comm);
    const type = packet.type === "close" ? "comm_close" : "comm_msg";
    this.#send(known.client, known.parent, type, packet.comm, packet.data, buffers);
  }

  /** The client is gone, and nobody waits for its answers. */
  forget(client: Listener): void {
    for (const [comm, { client: owner }] of this.#open) {
      if (owner !== client) continue;
      this.#open.delete(comm);
      this.#options.toRuntime(encodeCommPacket({ comm, type: "close", data: {} }));
    }
  }

  /** The runtime is gone, and with it all that was talked about. */
  closeAll(): void {
    for (const [comm, { client, parent }] of this.#open) this.#send(client, parent, "comm_close", comm, {});
    this.#open.clear();
    this.#shared.closeAll();
  }

  #send(
    client: Listener,
    parent: MessageHeader,
    type: string,
    comm: string,
    data: unknown,
    buffers: readonly Uint8Array[] = [],
  ): void {
    client.send(
      encodeFrame({
        channel: "iopub",
        header: newHeader(type, this.#session, "kernel"),
        parentHeader: parent,
        metadata: {},
        content: Buffer.from(JSON.stringify({ comm_id: comm, data })),
        buffers,
      }),
    );
  }
}
