/** What cells write and what is said of them, on its way to clients, in order and each under the request that caused it. */
import type { Said, SaidType } from "../../protocol/content.ts";
import type { MessageHeader } from "../../protocol/message.ts";
import type { Packet } from "../wire/packet.ts";
import { fromRuntime } from "../wire/packet-table.ts";
import type { KernelExecution } from "./execution.ts";
import type { Outbox, TextsApart } from "./outbox.ts";
import { StreamBatcher } from "./stream-batcher.ts";

/** What is written later still by what an older cell has started belongs to nobody. */
const keptRequests = 10_000;

/** Messages whose whole content the runtime makes. */
const showing: Readonly<Partial<Record<number, SaidType>>> = {
  [fromRuntime.displayData.number]: "display_data",
  [fromRuntime.updateDisplayData.number]: "update_display_data",
  [fromRuntime.executeResult.number]: "execute_result",
};

export class CellOutput {
  readonly #outbox: Outbox;
  readonly #streams: StreamBatcher;
  readonly #parents = new Map<number, MessageHeader>();
  readonly #latest: () => number;

  /** @param latest the execution that runs or ran last: what is written by none is its output */
  constructor(outbox: Outbox, latest: () => number) {
    this.#outbox = outbox;
    this.#latest = latest;
    this.#streams = new StreamBatcher((execution, name, text) => {
      // Not by `publish`, which sends what streams hold first.
      const content: Said<"stream"> = { name, text };
      outbox.publish({ channel: "iopub", type: "stream", parent: this.#parent(execution), content });
    });
  }

  /** Number of the last message that was sent. */
  get lastMessage(): number {
    return this.#outbox.last;
  }

  /** What this execution writes is shown under its request from now on. */
  begin({ id, parent }: Pick<KernelExecution, "id" | "parent">): void {
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
    else if (shown !== undefined) this.#show(shown, packet);
    else return false;
    return true;
  }

  /** Passes on a message whose content the runtime has made. */
  pass(type: SaidType, execution: number, content: Buffer, texts?: TextsApart): void {
    this.#streams.flush();
    const parent = this.#parent(execution);
    this.#outbox.publish({
      channel: "iopub",
      type,
      parent,
      content,
      ...(texts === undefined ? {} : { texts }),
    });
  }

  /** Sends a message, and before it what has been written so far. */
  publish<Type extends SaidType>(type: Type, parent: MessageHeader | undefined, content: Said<Type>): void {
    this.#streams.flush();
    const channel = type === "execute_reply" ? "shell" : "iopub";
    this.#outbox.publish({ channel, type, parent, content });
  }

  /** Sends the answer to a request, likewise. */
  reply(parent: MessageHeader, channel: "shell" | "control", content: object): void {
    this.#streams.flush();
    const type = `${parent.msg_type.replace(/_request$/, "")}_reply` as const;
    this.#outbox.publish({ channel, type, parent, content });
  }

  /** Sends what has been written so far. */
  flush(): void {
    this.#streams.flush();
  }

  /** Nothing of it is parsed here but which long texts come beside it. */
  #show(type: SaidType, { id, payload, room }: Packet): void {
    const [names, content = Buffer.alloc(0), ...bytes] = fromRuntime.displayData.decode(payload);
    if (bytes.length === 0) this.pass(type, id, content);
    else
      this.pass(type, id, content, {
        // SAFETY: made by `shownTexts` in the runtime, our own program.
        names: JSON.parse(String(names)) as readonly string[],
        bytes,
        // What stands before the content in the payload has been read.
        room: room + content.byteOffset - payload.byteOffset,
      });
  }

  #parent(execution: number): MessageHeader | undefined {
    return this.#parents.get(execution === 0 ? this.#latest() : execution);
  }
}
