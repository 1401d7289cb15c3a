/**
 * A client of one kernel over its WebSocket. Every request is answered or rejected: when the connection ends, whatever is
 * still open rejects with the code "connection-ended".
 */
import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import * as z from "zod";
import { answerInput } from "./answer-input.ts";
import type { AskForInput } from "./answer-input.ts";
import type { RunningCell } from "./cells.ts";
import { decodeMessage, encodeMessage } from "./codec.ts";
import { ClientComms } from "./comm.ts";
import type { Comm, CommListener } from "./comm.ts";
import { deferred } from "./deferred.ts";
import type { Deferred } from "./deferred.ts";
import type { Knowledge, KnowledgeRequest } from "./knowledge.ts";
import { newHeader, ProtocolError } from "./message.ts";
import type { Channel, Message } from "./message.ts";
import { openSocket } from "./open-socket.ts";
import { readReply, requests } from "./requests.ts";
import type { ReplyRead, RequestSent, RequestType } from "./requests.ts";
import { Sequence } from "./sequence.ts";
import type { Variable } from "./variables.ts";

/** Which kernel, and where to go on. */
export interface ConnectOptions {
  /** `ws://127.0.0.1:PORT/api/kernels/ID/channels` */
  readonly url: string;
  readonly token: string;
  /** The client's own session id; a new one when absent. */
  readonly session?: string;
  /** Number of the last message seen before: what came after it is replayed first. */
  readonly since?: number;
  /** Ids of requests that an earlier client has sent and that may still ask for input, which is refused. */
  readonly follow?: readonly string[];
  /** Gives up connecting. */
  readonly signal?: AbortSignal;
}

/** How a cell runs. */
export interface ExecuteOptions {
  /** Name of the cell, for traces. */
  readonly cell?: string;
  /** Its place among the notebook's cells, from 1, for traces of a cell without name. */
  readonly number?: number;
  /** 1-based line of the notebook on which the code starts. */
  readonly line?: number;
  /** Path that a debugger knows the cell by, see docs/kernel-protocol.md. */
  readonly source?: string;
  /** Stops a debugger that is attached at the cell's first statement. */
  readonly pause?: boolean;
  readonly silent?: boolean;
  readonly storeHistory?: boolean;
  /** An error aborts the cells queued behind this one; true unless said otherwise. */
  readonly stopOnError?: boolean;
  /** Answers the cell's questions; without it they are refused. */
  readonly input?: AskForInput;
}

/** A connection to one kernel. */
export interface KernelClient {
  /** Queues a cell and gives the id of its request, which the messages that come of it name, see {@link onMessage}. */
  send(code: string, options?: ExecuteOptions): string;
  /** What cells have declared, that of older cells first; undefined while a cell runs. */
  variables(): Promise<readonly Variable[] | undefined>;
  /** What the values that are there tell; undefined while a cell runs, and of a kernel too old to tell. */
  knowledge(request: KnowledgeRequest): Promise<Knowledge | undefined>;
  /** What runs and waits, whoever sent it, in the order of their turns; [] of a kernel too old to tell. */
  cells(): Promise<readonly RunningCell[]>;
  /** Asks the running cell to end. */
  interrupt(): Promise<void>;
  /** Ends the kernel, or starts it over. */
  shutdown(restart: boolean): Promise<void>;
  /** Asks one of the requests of the table. Rejects with the kernel's reason where it refuses. */
  ask<Type extends RequestType>(type: Type, content: RequestSent<Type>): Promise<ReplyRead<Type>>;
  /** Sends any request and gives its reply unread. */
  request(channel: Channel, type: string, content: object): Promise<Message>;
  /** Opens a comm to a target in the kernel; on a connection that has ended it is closed at once. */
  openComm(target: string, listener: CommListener): Comm;
  /** Hears every message from now on: all of them where it is asked for as soon as the client is there. Returns the function that ends it. */
  onMessage(listener: (message: Message) => void): () => void;
  /** Settles with the reason when the connection ends. */
  readonly ended: Promise<string>;
  /** Number of the last message seen, to be given as `since` when connecting again. */
  readonly lastSequence: number;
  /** How many messages between the numbered ones never came: more than 0 when the kernel had let go of what was asked for. */
  readonly missed: number;
  /** Ends the connection; the kernel goes on. */
  close(): void;
}

/** A request that was refused, and why. */
const RefusedSchema = z.object({ status: z.literal("error"), evalue: z.string() });

type Pending = Pick<Deferred<Message>, "resolve" | "reject">;

/** Connects to a kernel. Rejects with a {@link ProtocolError} that says why it could not. */
export async function connectKernel(options: ConnectOptions): Promise<KernelClient> {
  const session = options.session ?? randomUUID();
  const socket = await openSocket({ ...options, session });
  return new SocketClient(socket, session, new Sequence(options.since), options.follow ?? []);
}

class SocketClient implements KernelClient {
  readonly ended: Promise<string>;
  readonly #socket: WebSocket;
  readonly #session: string;
  readonly #sequence: Sequence;
  readonly #comms: ClientComms;
  readonly #ended = deferred<string>();
  readonly #pending = new Map<string, Pending>();
  /** Who answers the questions of the cells that wait or run, by their requests. */
  readonly #running = new Map<string, AskForInput | undefined>();
  readonly #listeners = new Set<(message: Message) => void>();
  #over: ProtocolError | undefined;

  constructor(socket: WebSocket, session: string, sequence: Sequence, follow: readonly string[]) {
    for (const id of follow) this.#running.set(id, undefined);
    this.#socket = socket;
    this.#session = session;
    this.#comms = new ClientComms(session, (message) => {
      if (this.#over === undefined) this.#send(message);
    });
    this.#sequence = sequence;
    this.ended = this.#ended.promise;
    socket.on("message", (data: Buffer) => {
      this.#receive(data);
    });
    socket.on("close", (code, reason) => {
      this.#end(reason.length > 0 ? reason.toString() : `the connection to the kernel ended (code ${code})`);
    });
    // What the kernel replays comes at once: whoever has connected has time to listen.
    setImmediate(() => {
      socket.resume();
    });
  }

  get lastSequence(): number {
    return this.#sequence.last;
  }

  get missed(): number {
    return this.#sequence.missed;
  }

  send(code: string, options: ExecuteOptions = {}): string {
    const { cell, number, line, source, pause } = options;
    const header = newHeader("execute_request", this.#session);
    if (this.#over !== undefined) return header.msg_id;
    this.#running.set(header.msg_id, options.input);
    this.#send({
      channel: "shell",
      header,
      parentHeader: undefined,
      metadata: { pipenb: { cell, number, line, source, pause, seen: this.lastSequence } },
      content: executeContent(code, options),
      buffers: [],
    });
    return header.msg_id;
  }

  request(channel: Channel, type: string, content: object): Promise<Message> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    const header = newHeader(type, this.#session);
    const reply = deferred<Message>();
    this.#pending.set(header.msg_id, reply);
    this.#send({ channel, header, parentHeader: undefined, metadata: {}, content, buffers: [] });
    return reply.promise;
  }

  async ask<Type extends RequestType>(type: Type, content: RequestSent<Type>): Promise<ReplyRead<Type>> {
    const { reply, answer } = await this.#reply(type, content);
    if (reply !== undefined) return reply;
    const why = RefusedSchema.safeParse(answer).data?.evalue;
    throw new ProtocolError(
      "bad-message",
      why ?? `The kernel cannot answer a ${type}. It may be older than this client: start it again.`,
    );
  }

  /** The reply, where it is what the table says, and what was answered. */
  async #reply<Type extends RequestType>(
    type: Type,
    content: RequestSent<Type>,
  ): Promise<{ readonly reply: ReplyRead<Type> | undefined; readonly answer: unknown }> {
    const { content: answer } = await this.request(requests[type].channel, type, content);
    return { reply: readReply(type, answer), answer };
  }

  async variables(): Promise<readonly Variable[] | undefined> {
    const { busy, variables } = await this.ask("pipenb_variables_request", {});
    return busy ? undefined : variables;
  }

  async knowledge(request: KnowledgeRequest): Promise<Knowledge | undefined> {
    const { reply } = await this.#reply("pipenb_knowledge_request", request);
    if (reply === undefined) return undefined;
    const { busy, tables, files, value } = reply;
    // The files are there also while a cell runs.
    if (busy && files.length === 0) return undefined;
    return { tables, files, ...(value === undefined ? {} : { value }) };
  }

  async cells(): Promise<readonly RunningCell[]> {
    return (await this.#reply("pipenb_cells_request", {})).reply?.cells ?? [];
  }

  async interrupt(): Promise<void> {
    // That it was answered is enough.
    await this.request("control", "interrupt_request", {});
  }

  async shutdown(restart: boolean): Promise<void> {
    await this.request("control", "shutdown_request", { restart });
  }

  openComm(target: string, listener: CommListener): Comm {
    const comm = this.#comms.open(target, listener);
    if (this.#over !== undefined) this.#comms.end();
    return comm;
  }

  onMessage(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#end("the client closed the connection");
    this.#socket.close(1000, "the client closed the connection");
  }

  #send(message: Message): void {
    this.#socket.send(encodeMessage(message));
  }

  #receive(data: Buffer): void {
    if (this.#over !== undefined) return;
    let message: Message;
    try {
      message = decodeMessage(data);
    } catch (error) {
      // A kernel that sends nonsense cannot be followed any further.
      this.#end(error instanceof Error ? error.message : String(error));
      this.#socket.terminate();
      return;
    }
    this.#sequence.note(message);
    for (const listener of this.#listeners) listener(message);
    this.#comms.take(message);
    const parent = message.parentHeader?.msg_id;
    if (parent !== undefined) this.#hand(message, parent);
  }

  /** Gives a message to whoever waits for it. */
  #hand(message: Message, parent: string): void {
    if (message.header.msg_type === "input_request" && this.#running.has(parent)) {
      void this.#answer(message, this.#running.get(parent));
      return;
    }
    if (message.header.msg_type === "execute_reply") this.#running.delete(parent);
    if (message.channel !== "iopub") {
      this.#pending.get(parent)?.resolve(message);
      this.#pending.delete(parent);
    }
  }

  async #answer(question: Message, input: AskForInput | undefined): Promise<void> {
    const answer = await answerInput(question, this.#session, input);
    if (this.#over === undefined) this.#send(answer);
  }

  #end(why: string): void {
    if (this.#over !== undefined) return;
    this.#over = connectionEnded(why);
    for (const { reject } of this.#pending.values()) reject(this.#over);
    this.#pending.clear();
    this.#comms.end();
    this.#ended.resolve(why);
  }
}

function executeContent(code: string, options: ExecuteOptions): object {
  return {
    code,
    silent: options.silent ?? false,
    store_history: options.storeHistory ?? true,
    user_expressions: {},
    allow_stdin: options.input !== undefined,
    stop_on_error: options.stopOnError ?? true,
  };
}

/** What whoever still waits is told when the connection has ended, see {@link KernelClient.ended}. */
export const connectionEnded = (why: string): ProtocolError =>
  new ProtocolError("connection-ended", sentence(why));

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
