/** The events of one cell's run, to be read with `for await`, and its reply. */
import { ExecuteReplySchema, toExecutionEvent } from "./content.ts";
import type { ExecuteReply, ExecutionEvent } from "./content.ts";
import { ProtocolError } from "./message.ts";
import type { Message } from "./message.ts";

export interface Execution extends AsyncIterable<ExecutionEvent> {
  /** Rejects only when the connection ends first. */
  readonly reply: Promise<ExecuteReply>;
}

interface Settle {
  readonly resolve: (reply: ExecuteReply) => void;
  readonly reject: (error: Error) => void;
}

type Next = IteratorResult<ExecutionEvent, undefined>;

/** Buffers what nobody has read yet; over when the reply and the kernel's "idle" have both come. */
export class ExecutionStream implements Execution {
  readonly reply: Promise<ExecuteReply>;
  readonly #onOver: () => void;
  readonly #events: ExecutionEvent[] = [];
  #readers: { resolve: (next: Next) => void; reject: (error: Error) => void }[] = [];
  readonly #settle: Settle;
  #replied = false;
  #idle = false;
  #failed: Error | undefined;

  constructor(onOver: () => void) {
    this.#onOver = onOver;
    let settle: Settle | undefined;
    this.reply = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    // Whoever only reads the events hears of the failure there.
    this.reply.catch(() => undefined);
    if (settle === undefined) throw new Error("A promise runs its executor at once.");
    this.#settle = settle;
  }

  /** A message whose parent is this execution. */
  take(message: Message): void {
    try {
      if (message.header.msg_type === "execute_reply") {
        this.#replied = true;
        this.#settle.resolve(ExecuteReplySchema.parse(message.content));
      } else {
        const event = toExecutionEvent(message.header.msg_type, message.content);
        if (event !== undefined) this.#give(event);
        if (event?.type === "status" && event.execution_state === "idle") this.#idle = true;
      }
    } catch (cause) {
      this.fail(
        new ProtocolError("bad-message", `The kernel sent a bad ${message.header.msg_type}.`, { cause }),
      );
      return;
    }
    if (this.#replied && this.#idle) this.#end();
  }

  /** Nothing more will come. */
  fail(error: Error): void {
    this.#failed = error;
    this.#settle.reject(error);
    this.#end();
  }

  [Symbol.asyncIterator](): AsyncIterator<ExecutionEvent, undefined> {
    return {
      next: () => this.#next(),
      // Left early: what is still to come is not kept.
      return: () => {
        this.#events.length = 0;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  #next(): Promise<Next> {
    const value = this.#events.shift();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    if (this.#replied && this.#idle) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
    });
  }

  #give(event: ExecutionEvent): void {
    const reader = this.#readers.shift();
    if (reader === undefined) this.#events.push(event);
    else reader.resolve({ done: false, value: event });
  }

  #end(): void {
    this.#onOver();
    for (const { resolve, reject } of this.#readers) {
      if (this.#failed === undefined) resolve({ done: true, value: undefined });
      else reject(this.#failed);
    }
    this.#readers = [];
  }
}
