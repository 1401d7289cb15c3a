/** The events of one cell's run, to be read with `for await`, and its reply. */
import { ExecuteReplySchema, toExecutionEvent } from "./content.ts";
import type { ExecuteReply, ExecutionEvent } from "./content.ts";
import { deferred } from "./deferred.ts";
import type { Deferred } from "./deferred.ts";
import { ProtocolError } from "./message.ts";
import type { Message } from "./message.ts";

/** A cell that was sent: read its events once with `for await`; leaving the loop early lets go of the rest. */
export interface Execution extends AsyncIterable<ExecutionEvent> {
  /** Id of its request: under it another client can follow it. */
  readonly id: string;
  /** Settles when the cell has ended. Rejects only when the connection ends first or the kernel breaks the protocol. */
  readonly reply: Promise<ExecuteReply>;
}

type Next = IteratorResult<ExecutionEvent, undefined>;

/** Buffers what nobody has read yet; over when the reply and the kernel's "idle" have both come. */
export class ExecutionStream implements Execution {
  readonly id: string;
  readonly reply: Promise<ExecuteReply>;
  readonly #onOver: () => void;
  readonly #settle = deferred<ExecuteReply>();
  #events: ExecutionEvent[] = [];
  /** Index of the first event not read yet: taking from the front of a long array copies it. */
  #read = 0;
  #readers: Deferred<Next>[] = [];
  #replied = false;
  #idle = false;
  #abandoned = false;
  #failed: Error | undefined;

  constructor(id: string, onOver: () => void) {
    this.id = id;
    this.#onOver = onOver;
    this.reply = this.#settle.promise;
    // Whoever only reads the events hears of the failure there.
    this.reply.catch(() => undefined);
  }

  /** A message whose parent is this execution. */
  take(message: Message): void {
    try {
      if (message.header.msg_type === "execute_reply") {
        const reply = ExecuteReplySchema.parse(message.content);
        this.#replied = true;
        this.#settle.resolve(reply);
      } else this.#takeEvent(message);
    } catch (cause) {
      this.fail(
        new ProtocolError("bad-message", `The kernel sent a bad ${message.header.msg_type}.`, { cause }),
      );
      return;
    }
    if (this.#over) this.#end();
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
      return: () => {
        this.#abandon();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  get #over(): boolean {
    return this.#replied && this.#idle;
  }

  #takeEvent(message: Message): void {
    const event = toExecutionEvent(message);
    if (event?.type === "status" && event.execution_state === "idle") this.#idle = true;
    if (event === undefined || this.#abandoned) return;
    const reader = this.#readers.shift();
    if (reader === undefined) this.#events.push(event);
    else reader.resolve({ done: false, value: event });
  }

  #next(): Promise<Next> {
    const value = this.#events[this.#read];
    if (value !== undefined) {
      this.#read += 1;
      if (this.#read === this.#events.length) this.#forget();
      return Promise.resolve({ done: false, value });
    }
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    if (this.#over || this.#abandoned) return Promise.resolve({ done: true, value: undefined });
    const reader = deferred<Next>();
    this.#readers.push(reader);
    return reader.promise;
  }

  #abandon(): void {
    this.#abandoned = true;
    this.#forget();
    this.#release();
  }

  #forget(): void {
    this.#events = [];
    this.#read = 0;
  }

  #end(): void {
    this.#onOver();
    this.#release();
  }

  /** Tells those who wait for an event that there is none. */
  #release(): void {
    for (const { resolve, reject } of this.#readers.splice(0)) {
      if (this.#failed === undefined) resolve({ done: true, value: undefined });
      else reject(this.#failed);
    }
  }
}
