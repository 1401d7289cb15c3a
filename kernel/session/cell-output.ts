/** What cells write and what is said of them, on its way to clients, in order and each under the request that caused it. */
import type { MessageHeader } from "../../protocol/message.ts";
import type { KernelExecution } from "./execution.ts";
import type { Outbox, TextsApart } from "./outbox.ts";
import { StreamBatcher } from "./stream-batcher.ts";

/** What is written later still by what an older cell has started belongs to nobody. */
const keptRequests = 10_000;

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
      this.#send("stream", this.#parent(execution), { name, text });
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

  /** Passes on a message whose content the runtime has made. */
  pass(type: string, execution: number, content: Buffer, texts?: TextsApart): void {
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
  publish(
    type: string,
    parent: MessageHeader | undefined,
    content: object,
    channel: "iopub" | "shell" | "control" = "iopub",
  ): void {
    this.#streams.flush();
    this.#send(type, parent, content, channel);
  }

  /** Sends what has been written so far. */
  flush(): void {
    this.#streams.flush();
  }

  #send(
    type: string,
    parent: MessageHeader | undefined,
    content: object | Uint8Array,
    channel: "iopub" | "shell" | "control" = "iopub",
  ): void {
    this.#outbox.publish({ channel, type, parent, content });
  }

  #parent(execution: number): MessageHeader | undefined {
    return this.#parents.get(execution === 0 ? this.#latest() : execution);
  }
}
