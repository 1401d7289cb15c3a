/**
 * A kernel behind Jupyter's sockets: it answers before there is a kernel, shows in the first waiting cell how that is made, and then
 * passes messages on in both directions. It decides; the sockets, the kernel's connection and its start are given.
 */
import type { RawFrame } from "../protocol/codec.ts";
import { deferred } from "../protocol/deferred.ts";
import { kernelInfo } from "../protocol/kernel-info.ts";
import { ExecuteRequestSchema, newHeader } from "../protocol/message.ts";
import type { Channel, MessageHeader } from "../protocol/message.ts";
import { nothingKnown } from "./early-answers.ts";
import { parsedObject } from "./parsed-object.ts";

/** Those who are connected. */
interface Clients {
  send(frame: RawFrame): void;
  /** Whether some client has so much left to read that the kernel is to wait. */
  isClientBehind(): boolean;
}

/** A kernel that answers. */
export interface BridgedKernel {
  send(frame: RawFrame): void;
  pause(): void;
  resume(): void;
  /** Ends it; leaves nothing behind. */
  stop(): Promise<void>;
  /** Settles with the reason, in words, when it ends by itself. */
  readonly ended: Promise<string>;
  /** What the person should know, in the first cell's output. */
  readonly notices: readonly string[];
}

export interface StartingKernel {
  /** One line on how far it is. */
  readonly onProgress: (line: string) => void;
  readonly onFrame: (frame: RawFrame) => void;
  readonly signal: AbortSignal;
}

export interface BridgeOptions {
  readonly clients: Clients;
  /** Rejects with a text for the person, what to do about it included. */
  readonly start: (starting: StartingKernel) => Promise<BridgedKernel>;
  readonly version: string;
  /** Milliseconds of a start after which its progress is shown and questions are answered by "nothing known". */
  readonly patience?: number;
}

/** How the bridge ended. */
export interface BridgeEnd {
  readonly reason: "shutdown" | "kernel-ended";
  readonly words: string;
}

/** A start under way, or one that has failed, where nothing waits any more. */
interface Start {
  readonly abort: AbortController;
  readonly waiting: RawFrame[];
  /** Not shown yet. */
  progress: string[];
  /** Whether it has taken so long that it is to be shown. */
  isLong: boolean;
  /** The cell whose output shows it. */
  shownIn: MessageHeader | undefined;
}

const usualPatience = 1_500;
const behindMilliseconds = 5;

export class Bridge {
  readonly ended: Promise<BridgeEnd>;
  readonly #end = deferred<BridgeEnd>();
  readonly #options: BridgeOptions;
  readonly #session = newHeader("", "").msg_id;
  #start: Start | undefined;
  /** Settles when that start has succeeded or failed. */
  #started: Promise<void>;
  #kernel: BridgedKernel | undefined;
  #notices: readonly string[] = [];
  #looking: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(options: BridgeOptions) {
    this.#options = options;
    this.ended = this.#end.promise;
    this.#started = this.#begin();
  }

  /** A message of a client. */
  take(frame: RawFrame): void {
    const { msg_type: type } = frame.header;
    if (type === "shutdown_request") void this.#shutDown(frame);
    else if (this.#kernel !== undefined) this.#kernel.send(frame);
    else if (type === "kernel_info_request") this.#answerWhoItIs(frame);
    else if (type === "interrupt_request") this.#interruptStart(frame);
    else this.#wait(frame);
  }

  /** Ends the kernel, or its start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#start?.abort.abort();
    await this.#started;
    clearInterval(this.#looking);
    await this.#kernel?.stop();
  }

  async #begin(): Promise<void> {
    const start: Start = {
      abort: new AbortController(),
      waiting: [],
      progress: [],
      isLong: false,
      shownIn: undefined,
    };
    this.#start = start;
    const { signal } = start.abort;
    const patience = setTimeout(() => {
      start.isLong = true;
      this.#answerThoseWhoWait(start);
      this.#showProgress(start);
    }, this.#options.patience ?? usualPatience);
    try {
      const kernel = await this.#options.start({
        signal,
        onProgress: (line) => {
          start.progress.push(line);
          this.#showProgress(start);
        },
        onFrame: (frame) => {
          this.#fromKernel(frame);
        },
      });
      this.#run(kernel, start.waiting);
    } catch (error) {
      this.#fail(
        start,
        signal.aborted ? interrupted : error instanceof Error ? error.message : String(error),
      );
    } finally {
      clearTimeout(patience);
    }
  }

  #run(kernel: BridgedKernel, waiting: readonly RawFrame[]): void {
    this.#start = undefined;
    this.#kernel = kernel;
    this.#notices = kernel.notices;
    void kernel.ended.then((words) => {
      if (!this.#stopping) this.#end.resolve({ reason: "kernel-ended", words });
    });
    for (const frame of waiting) kernel.send(frame);
  }

  /** The next cell tries again. */
  #fail(start: Start, words: string): void {
    this.#start = undefined;
    const [first, ...others] = start.waiting.filter(isCell);
    if (first !== undefined) {
      const trace = { ename: "KernelNotStarted", evalue: words, traceback: [words] };
      this.#publish("status", first.header, { execution_state: "busy" });
      this.#publish("error", first.header, trace);
      this.#finish(first, { status: "error", execution_count: 0, ...trace });
    }
    for (const frame of others) this.#finish(frame, { status: "aborted", execution_count: 0 });
    for (const frame of start.waiting) this.#answerNothingKnown(frame);
  }

  #finish(frame: RawFrame, content: object): void {
    this.#say(frame.channel, "execute_reply", frame.header, content);
    this.#publish("status", frame.header, { execution_state: "idle" });
  }

  #wait(frame: RawFrame): void {
    if (this.#start === undefined && isCell(frame)) this.#started = this.#begin();
    const start = this.#start;
    if ((start === undefined || start.isLong) && this.#answerNothingKnown(frame)) return;
    start?.waiting.push(frame);
    if (start !== undefined) this.#showProgress(start);
  }

  #answerThoseWhoWait(start: Start): void {
    const left = start.waiting.filter((frame) => !this.#answerNothingKnown(frame));
    start.waiting.splice(0, start.waiting.length, ...left);
  }

  /** Clients give a kernel up that has not said who it is for a minute, and an image may take longer. */
  #answerWhoItIs(frame: RawFrame): void {
    const { version } = this.#options;
    this.#answer(frame, kernelInfo(version, `pipenb ${version}`));
  }

  #answerNothingKnown(frame: RawFrame): boolean {
    const content = nothingKnown(frame.header.msg_type, parsedObject(frame.content));
    if (content !== undefined) this.#answer(frame, content);
    return content !== undefined;
  }

  #interruptStart(frame: RawFrame): void {
    this.#start?.abort.abort();
    this.#answer(frame, { status: "ok" });
  }

  #showProgress(start: Start): void {
    if (!start.isLong || start.progress.length === 0) return;
    const cell = start.shownIn ?? start.waiting.find(isShownCell)?.header;
    if (cell === undefined) return;
    if (start.shownIn === undefined) this.#publish("status", cell, { execution_state: "busy" });
    start.shownIn = cell;
    this.#note(cell, start.progress);
    start.progress = [];
  }

  #fromKernel(frame: RawFrame): void {
    const { header, parentHeader, channel } = frame;
    // After a cell has ended its runtime. Clients take it for the death of the process, and forget what the cell said.
    if (header.msg_type === "status" && parentHeader === undefined && isRestarting(frame)) return;
    this.#options.clients.send(frame);
    if (header.msg_type === "execute_input" && channel === "iopub" && parentHeader !== undefined) {
      if (this.#notices.length > 0) this.#note(parentHeader, this.#notices);
      this.#notices = [];
    }
    if (this.#options.clients.isClientBehind()) this.#waitForClients();
  }

  #waitForClients(): void {
    if (this.#looking !== undefined) return;
    this.#kernel?.pause();
    this.#looking = setInterval(() => {
      if (this.#options.clients.isClientBehind()) return;
      clearInterval(this.#looking);
      this.#looking = undefined;
      this.#kernel?.resume();
    }, behindMilliseconds);
  }

  /** Also for a restart: whoever asks for that waits for the process to end, and starts another. */
  async #shutDown(frame: RawFrame): Promise<void> {
    const restart = parsedObject(frame.content)?.["restart"] === true;
    await this.stop();
    this.#answer(frame, { status: "ok", restart });
    this.#end.resolve({
      reason: "shutdown",
      words: restart ? "it is to be started again" : "it was shut down",
    });
  }

  #answer(frame: RawFrame, content: object): void {
    const { header, channel } = frame;
    this.#publish("status", header, { execution_state: "busy" });
    this.#say(channel, header.msg_type.replace(/_request$/, "_reply"), header, content);
    this.#publish("status", header, { execution_state: "idle" });
  }

  #note(cell: MessageHeader, lines: readonly string[]): void {
    this.#publish("stream", cell, { name: "stderr", text: `${lines.join("\n")}\n` });
  }

  #publish(type: string, parent: MessageHeader, content: object): void {
    this.#say("iopub", type, parent, content);
  }

  #say(channel: Channel, type: string, parentHeader: MessageHeader, content: object): void {
    this.#options.clients.send({
      channel,
      header: newHeader(type, this.#session),
      parentHeader,
      metadata: {},
      content: Buffer.from(JSON.stringify(content)),
      buffers: [],
    });
  }
}

const interrupted = "The start of the kernel was interrupted. Run a cell to start it again.";

const isCell = ({ header }: RawFrame): boolean => header.msg_type === "execute_request";

/** A client asks some cells for itself, and shows nothing of them. */
const isShownCell = (frame: RawFrame): boolean =>
  isCell(frame) && ExecuteRequestSchema.safeParse(parsedObject(frame.content)).data?.silent === false;

const isRestarting = ({ content }: RawFrame): boolean =>
  parsedObject(content)?.["execution_state"] === "restarting";
