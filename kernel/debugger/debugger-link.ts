/**
 * One debugger's connection: passes the DevTools protocol between it and the runtime's inspector, and changes what must be
 * told otherwise. Ends when either side does; a runtime that is paused then goes on.
 */
import { WebSocket } from "ws";
import type { RawData } from "ws";
import {
  BlackboxSchema,
  CommandSchema,
  PausedSchema,
  PauseOnExceptionsSchema,
  ScriptParsedSchema,
} from "./protocol.ts";
import type { Command, Paused } from "./protocol.ts";
import type { Scripts } from "./scripts.ts";
import type { UncaughtErrors } from "./uncaught-errors.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";

/** The supervisor's own commands are counted from here, so that their answers are known. */
const firstOwnId = 1 << 30;

/** As V8 answers. */
const invalidParameters = { code: -32602, message: "Invalid parameters" };

export interface LinkOptions {
  /** The debugger's. */
  readonly socket: WebSocket;
  /** Of the runtime's inspector. */
  readonly address: string;
  readonly scripts: Scripts;
  readonly uncaught: UncaughtErrors;
  /** Regular expression for what nobody steps into. */
  readonly inner: string;
  /** The debugger has set what it wants to set. */
  readonly onSettled: () => void;
  readonly onEnd: () => void;
}

export class DebuggerLink {
  readonly #options: LinkOptions;
  readonly #runtime: WebSocket;
  readonly #asked = new Map<number, (answer: string) => void>();
  #lastOwnId = firstOwnId;
  #paused = false;
  /** The runtime goes on from a stop that the debugger has not been told of. */
  #passing = false;
  #isOver = false;
  /** Done with the runtime's messages so far. */
  #upToNow = Promise.resolve();

  constructor(options: LinkOptions) {
    this.#options = options;
    const { socket, address } = options;
    this.#runtime = new WebSocket(address, { perMessageDeflate: false, maxPayload: 0 });
    this.#runtime.on("open", () => {
      socket.resume();
    });
    socket.on("message", (data: RawData) => {
      this.#fromDebugger(textOf(data));
    });
    this.#runtime.on("message", (data: RawData) => {
      this.#fromRuntime(textOf(data));
    });
    for (const each of [socket, this.#runtime]) {
      each.on("close", () => {
        this.end("the runtime's inspector was closed");
      });
      // What fails closes.
      each.on("error", () => {
        each.terminate();
      });
    }
    if (socket.readyState !== WebSocket.OPEN) this.end("the debugger is gone");
  }

  /** Whether the runtime stands still for this debugger. */
  get paused(): boolean {
    return this.#paused;
  }

  /** Ends the code that stands still; it must not run any further first. */
  terminatePaused(): void {
    if (!this.#paused) return;
    this.#send("Runtime.terminateExecution");
    this.#send("Debugger.resume");
  }

  end(why: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#paused = false;
    this.#options.socket.close(1001, why);
    // At once: while it is connected the runtime neither goes on nor ends.
    this.#runtime.terminate();
    this.#options.onEnd();
  }

  #fromDebugger(text: string): void {
    const command = CommandSchema.safeParse(parsedJson(text)).data;
    if (command === undefined) {
      this.end("the debugger sent what is no command");
      return;
    }
    const told = this.#toldOtherwise(command);
    // Threads are ours to interrupt by: one that stands still could not.
    if (command.method === "NodeWorker.enable") this.#tell({ id: command.id, result: {} });
    else if (told === undefined) this.#tell({ id: command.id, error: invalidParameters });
    else this.#runtime.send(JSON.stringify(told));
    // What the cell does next may be known before the runtime's word that it goes on.
    if (command.method === "Debugger.resume") this.#paused = false;
    if (command.method === "Debugger.enable")
      this.#send("Debugger.setBlackboxPatterns", { patterns: [this.#options.inner] });
    if (command.method === "Runtime.runIfWaitingForDebugger") this.#options.onSettled();
  }

  /** undefined where the parameters are not what the command needs. */
  #toldOtherwise(command: Command): Command | undefined {
    const { method, params = {} } = command;
    switch (method) {
      case "Debugger.setBlackboxPatterns": {
        const asked = BlackboxSchema.safeParse(params).data;
        if (asked === undefined) return undefined;
        return { ...command, params: { ...params, patterns: [...asked.patterns, this.#options.inner] } };
      }
      case "Debugger.setPauseOnExceptions": {
        const asked = PauseOnExceptionsSchema.safeParse(params).data;
        if (asked === undefined) return undefined;
        return { ...command, params: { ...params, state: this.#options.uncaught.asked(asked.state) } };
      }
      default:
        return command;
    }
  }

  #fromRuntime(text: string): void {
    const [, id] = /^\{"id":(\d+)/.exec(text) ?? [];
    if (Number(id) >= firstOwnId) {
      this.#asked.get(Number(id))?.(text);
      this.#asked.delete(Number(id));
    } else this.#upToNow = this.#upToNow.then(() => this.#passOn(text));
  }

  async #passOn(text: string): Promise<void> {
    if (this.#isOver) return;
    // Most of it as it is.
    const [, method] = /^\{"method":"([\w.]+)"/.exec(text) ?? [];
    if (method === "Debugger.scriptParsed")
      this.#tell(this.#options.scripts.told(ScriptParsedSchema.parse(parsedJson(text))));
    else if (method === "Debugger.paused") await this.#pausedAt(PausedSchema.parse(parsedJson(text)));
    else {
      const isResumed = method === "Debugger.resumed";
      if (isResumed) this.#paused = false;
      if (!(isResumed && this.#passing)) this.#options.socket.send(text);
      if (isResumed) this.#passing = false;
    }
  }

  async #pausedAt(event: Paused): Promise<void> {
    this.#paused = true;
    const { uncaught, scripts } = this.#options;
    if (scripts.isPlanted(event)) {
      this.#goOn("Debugger.stepOver");
      return;
    }
    const told = await uncaught.told(event, (method, params) => this.#ask(method, params));
    if (told === undefined) this.#goOn("Debugger.resume");
    else this.#tell(scripts.toldPause(told));
  }

  #goOn(command: string): void {
    this.#passing = true;
    this.#send(command);
  }

  #tell(message: object): void {
    this.#options.socket.send(JSON.stringify(message));
  }

  #send(method: string, params: object = {}): number {
    this.#lastOwnId += 1;
    this.#runtime.send(JSON.stringify({ id: this.#lastOwnId, method, params }));
    return this.#lastOwnId;
  }

  #ask(method: string, params: object): Promise<string> {
    return new Promise((resolve) => {
      this.#asked.set(this.#send(method, params), resolve);
    });
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString();
}
