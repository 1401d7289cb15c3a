/**
 * A client of one kernel over its WebSocket. Every request is answered or rejected: when the connection ends, whatever is
 * still open rejects with the code "connection-ended".
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { WebSocket } from "ws";
import { decodeMessage, encodeMessage } from "./codec.ts";
import { ExecutionStream } from "./execution-stream.ts";
import type { Execution } from "./execution-stream.ts";
import { newHeader, ProtocolError } from "./message.ts";
import type { Channel, Message } from "./message.ts";
import { openSocket } from "./open-socket.ts";

export interface ConnectOptions {
  /** `ws://127.0.0.1:PORT/api/kernels/ID/channels` */
  readonly url: string;
  readonly token: string;
  /** The client's own session id; a new one when absent. */
  readonly session?: string;
  /** Number of the last message seen before: what came after it is replayed first. */
  readonly since?: number;
  readonly signal?: AbortSignal;
}

export interface ExecuteOptions {
  /** Name of the cell, for traces. */
  readonly cell?: string;
  /** 1-based line of the notebook on which the code starts. */
  readonly line?: number;
  readonly silent?: boolean;
  readonly storeHistory?: boolean;
  /** An error aborts the cells queued behind this one; true unless said otherwise. */
  readonly stopOnError?: boolean;
}

export interface KernelClient {
  /** Queues a cell. Its events come in order; its reply last. */
  execute(code: string, options?: ExecuteOptions): Execution;
  kernelInfo(): Promise<unknown>;
  /** Asks the running cell to end. */
  interrupt(): Promise<void>;
  /** Ends the kernel, or starts it over. */
  shutdown(restart: boolean): Promise<void>;
  /** Sends a request and gives its reply. */
  request(channel: Channel, type: string, content: object): Promise<Message>;
  /** Hears every message; gives the way out. */
  onMessage(listener: (message: Message) => void): () => void;
  /** Settles with the reason when the connection ends. */
  readonly ended: Promise<string>;
  /** Number of the last message seen. */
  readonly lastSequence: number;
  /** Ends the connection; the kernel goes on. */
  close(): void;
}

const SequenceSchema = z.object({ pipenb: z.object({ seq: z.number().int() }) });

interface Pending {
  readonly resolve: (message: Message) => void;
  readonly reject: (error: ProtocolError) => void;
}

/** Connects to a kernel. Rejects with a {@link ProtocolError} that says why it could not. */
export async function connectKernel(options: ConnectOptions): Promise<KernelClient> {
  const session = options.session ?? randomUUID();
  const socket = await openSocket({ ...options, session });
  return new SocketClient(socket, session);
}

class SocketClient implements KernelClient {
  readonly ended: Promise<string>;
  readonly #socket: WebSocket;
  readonly #session: string;
  readonly #pending = new Map<string, Pending>();
  readonly #executions = new Map<string, ExecutionStream>();
  readonly #listeners = new Set<(message: Message) => void>();
  #lastSequence = 0;
  #over: ProtocolError | undefined;

  constructor(socket: WebSocket, session: string) {
    this.#socket = socket;
    this.#session = session;
    socket.on("message", (data: Buffer) => {
      this.#receive(data);
    });
    this.ended = new Promise((resolve) => {
      socket.on("close", (code, reason) => {
        const why =
          reason.length > 0 ? reason.toString() : `the connection to the kernel ended (code ${code})`;
        this.#end(why);
        resolve(why);
      });
    });
    // "close" follows and tells everyone.
    socket.on("error", () => {
      socket.terminate();
    });
    socket.resume();
  }

  get lastSequence(): number {
    return this.#lastSequence;
  }

  execute(code: string, options: ExecuteOptions = {}): Execution {
    const header = newHeader("execute_request", this.#session);
    const execution = new ExecutionStream(() => this.#executions.delete(header.msg_id));
    if (this.#over !== undefined) {
      execution.fail(this.#over);
      return execution;
    }
    this.#executions.set(header.msg_id, execution);
    const content = {
      code,
      silent: options.silent ?? false,
      store_history: options.storeHistory ?? true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: options.stopOnError ?? true,
    };
    const metadata = { pipenb: { cell: options.cell, line: options.line } };
    this.#send({ channel: "shell", header, parentHeader: undefined, metadata, content, buffers: [] });
    return execution;
  }

  request(channel: Channel, type: string, content: object): Promise<Message> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    const header = newHeader(type, this.#session);
    return new Promise((resolve, reject) => {
      this.#pending.set(header.msg_id, { resolve, reject });
      this.#send({ channel, header, parentHeader: undefined, metadata: {}, content, buffers: [] });
    });
  }

  async kernelInfo(): Promise<unknown> {
    return (await this.request("shell", "kernel_info_request", {})).content;
  }

  async interrupt(): Promise<void> {
    await this.request("control", "interrupt_request", {});
  }

  async shutdown(restart: boolean): Promise<void> {
    await this.request("control", "shutdown_request", { restart });
  }

  onMessage(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#socket.close(1000, "the client closed the connection");
  }

  #send(message: Message): void {
    this.#socket.send(encodeMessage(message));
  }

  #receive(data: Buffer): void {
    let message: Message;
    try {
      message = decodeMessage(data);
    } catch (error) {
      // A kernel that sends nonsense cannot be followed any further.
      this.#end(error instanceof Error ? error.message : String(error));
      this.#socket.terminate();
      return;
    }
    this.#lastSequence = SequenceSchema.safeParse(message.metadata).data?.pipenb.seq ?? this.#lastSequence;
    for (const listener of this.#listeners) listener(message);
    const parent = message.parentHeader?.msg_id;
    if (parent === undefined) return;
    this.#executions.get(parent)?.take(message);
    if (message.channel !== "iopub") {
      this.#pending.get(parent)?.resolve(message);
      this.#pending.delete(parent);
    }
  }

  #end(why: string): void {
    if (this.#over !== undefined) return;
    this.#over = new ProtocolError(
      "connection-ended",
      `${why.charAt(0).toUpperCase()}${why.slice(1)}.`.replace(/\.\.$/, "."),
    );
    for (const { reject } of this.#pending.values()) reject(this.#over);
    this.#pending.clear();
    for (const execution of [...this.#executions.values()]) execution.fail(this.#over);
  }
}
