/**
 * The supervisor's child that runs user code. Its descriptor 3 carries the packets it sends and descriptor 5 those it gets (on one
 * pipe, a packet to a child that has just ended would lose the last words not yet read), descriptor 4 reaches its interrupter
 * thread whatever its main thread does, and its stdout and stderr carry what child processes and native code write past the
 * streams of cells.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { readlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Duplex, Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import type { StopSignal } from "../../notebook/program/stop-signals.ts";
import { signalGroup } from "../../notebook/program/end-process.ts";
import { Stopping } from "../../notebook/program/stopping.ts";
import { encodePacket, PacketReader } from "../wire/packet.ts";
import type { Packet, PacketKind } from "../wire/packet.ts";
import { fromRuntime, toRuntime } from "../wire/packet-table.ts";
import type { InputAnswer, ProgramStart, Question, RunRequest } from "../wire/packet-table.ts";
import { runtimeVariable } from "../wire/runtime-settings.ts";
import type { NotebookPlace, RuntimeSettings } from "../wire/runtime-settings.ts";
import type { RuntimeExit } from "./describe-exit.ts";

export interface RuntimeListener {
  onPacket(packet: Packet): void;
  /** User code has called `process.exit`, which waits for a debugger to let go. */
  onExiting(): void;
  /** Called once; every request still open has been answered. */
  onExit(exit: RuntimeExit): void;
}

/** Its last words on stderr tell an exhausted heap from a crash. */
const keptErrorBytes = 8_192;

const flags = [
  // An interrupt may end code inside a timer or callback; Node's bookkeeping of async ids would take that for corruption.
  "--no-force-async-hooks-checks",
  "--disable-warning=ExperimentalWarning",
  // The inspector is open only while somebody debugs; its address is then told to nobody who asks its port.
  "--inspect-publish-uid=stderr",
];

/** What Node says on stderr of its inspector, which is none of the cells' output. */
const inspectorLines =
  /^(?:Debugger listening on ws:.*|For help, see: http.*|Debugger attached\.|Debugger ending on ws:.*|Waiting for the debugger to disconnect\.\.\.)\n/gm;

/** URL of what is loaded before the runtime. */
const modulesOf = (runtime: string): string => pathToFileURL(join(dirname(runtime), "modules.mjs")).href;

export class RuntimeProcess {
  readonly #child: ChildProcess;
  readonly #from: Readable;
  readonly #to: Duplex;
  readonly #interrupts: Duplex;
  readonly #questions = new Map<number, (answer: readonly string[]) => void>();
  readonly #listener: RuntimeListener;
  readonly #folder: string;
  readonly #exports = join(tmpdir(), `pipenb-frames-${randomUUID()}`);
  readonly #stopping: Stopping;
  readonly #ended = Promise.withResolvers<undefined>();
  #lastQuestion = 0;
  #lastInterrupt = 0;
  #errorTail = "";
  #dying = false;
  #exiting: number | undefined;
  #inspected: ((address: string) => void) | undefined;

  /** @param file absolute path of the built runtime */
  constructor(file: string, place: NotebookPlace, listener: RuntimeListener) {
    this.#listener = listener;
    this.#folder = place.folder;
    const settings: RuntimeSettings = { ...place, exports: this.#exports };
    this.#child = spawn(process.execPath, [...flags, "--import", modulesOf(file), file], {
      cwd: settings.folder,
      env: { ...process.env, [runtimeVariable]: JSON.stringify(settings) },
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
      // A group of its own, so that what cells started ends with it.
      detached: true,
    });
    // SAFETY: these are "pipe" above, which Node makes duplex sockets.
    [, , , this.#from, this.#interrupts, this.#to] = this.#child.stdio as unknown as [
      null,
      Readable,
      Readable,
      Duplex,
      Duplex,
      Duplex,
    ];
    this.#stopping = new Stopping({
      signal: (signal) => this.#child.kill(signal),
      signalGroup: (signal) => signalGroup(this.#child.pid, signal),
      endNow: (signal) => {
        this.#write(toRuntime.endNow, 0, signal);
      },
    });
    this.#listen();
  }

  /** Where it is now, also while it is busy; the folder it was started in where the system does not say. */
  async workingFolder(): Promise<string> {
    const { pid } = this.#child;
    try {
      return pid === undefined ? this.#folder : await readlink(`/proc/${pid}/cwd`);
    } catch {
      // Not Linux, or the process has just ended.
      return this.#folder;
    }
  }

  /** Settles when it is gone, and its files with it. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  run(id: number, request: RunRequest): void {
    this.#write(toRuntime.run, id, request);
  }

  answerInput(question: number, answer: InputAnswer): void {
    this.#write(toRuntime.inputReply, question, answer);
  }

  /** An encoded comm packet. */
  comm(packet: Buffer): void {
    this.#write(toRuntime.commIn, 0, packet);
  }

  /** Asks for the running cell to be ended, whether it awaits or computes. */
  interrupt(): void {
    this.#lastInterrupt += 1;
    this.#write(toRuntime.interrupt, this.#lastInterrupt, undefined);
    const number = Buffer.alloc(4);
    number.writeUInt32LE(this.#lastInterrupt);
    this.#interrupts.write(number);
  }

  /** [] when the runtime ends before it answers. */
  ask(question: Question): Promise<readonly string[]> {
    this.#lastQuestion += 1;
    const id = this.#lastQuestion;
    return new Promise((resolve) => {
      this.#questions.set(id, resolve);
      this.#write(toRuntime.ask, id, question);
    });
  }

  /** Opens its inspector; gives the address. Settles only when the runtime's main thread comes to it. */
  openInspector(): Promise<string> {
    return new Promise((resolve) => {
      this.#inspected = resolve;
      this.#write(toRuntime.inspect, 0, true);
    });
  }

  closeInspector(): void {
    this.#write(toRuntime.inspect, 0, false);
  }

  /** The cells are one program from now on, started with these arguments. */
  beginProgram(start: ProgramStart): void {
    this.#write(toRuntime.program, 0, start);
  }

  /** No more cells come. */
  finish(exitCode: number | undefined): void {
    this.#write(toRuntime.finish, 0, { exitCode });
  }

  /** Has a program end as the signal asks, by force where it does not. */
  stop(signal: StopSignal): void {
    this.#stopping.ask(signal);
  }

  /** Ends it and whatever it started, at once. */
  kill(): void {
    if (!signalGroup(this.#child.pid, "SIGKILL")) this.#child.kill("SIGKILL");
  }

  /** Stops reading what it writes; it blocks when the pipes are full. */
  pause(): void {
    this.#from.pause();
    this.#child.stdout?.pause();
    this.#child.stderr?.pause();
  }

  resume(): void {
    this.#from.resume();
    this.#child.stdout?.resume();
    this.#child.stderr?.resume();
  }

  #write<Sent>(kind: PacketKind<"supervisor", Sent>, id: number, value: NoInfer<Sent>): void {
    this.#to.write(encodePacket(kind, id, value));
  }

  #listen(): void {
    const reader = new PacketReader();
    this.#from.on("data", (chunk: Buffer) => {
      for (const packet of reader.push(chunk)) this.#take(packet);
    });
    for (const stream of ["stdout", "stderr"] as const) {
      this.#child[stream]?.on("data", (payload: Buffer) => {
        if (stream === "stderr" && this.#isLastWords(payload)) return;
        const told = stream === "stderr" ? this.#withoutInspector(payload) : payload;
        if (told.length > 0)
          this.#listener.onPacket({ kind: fromRuntime[stream].number, id: 0, payload: told, room: 0 });
      });
    }
    // A write to a runtime that has just died fails here; its exit is reported anyway.
    for (const pipe of [this.#from, this.#to, this.#interrupts])
      pipe.on("error", () => this.#child.kill("SIGKILL"));
    this.#child.on("error", (error) => {
      this.#end({ code: null, signal: null, asked: undefined, stopped: undefined, errors: error.message });
    });
    // What it has started goes with it, and with that whoever else holds its pipes open.
    const rest = new Promise<void>((resolve) => {
      this.#child.on("exit", () => {
        void this.#stopping.endRest().then(resolve);
      });
    });
    this.#child.on("close", (code, signal) => {
      void rest.then(() => {
        const { signal: stopped } = this.#stopping;
        this.#end({ code, signal, asked: this.#exiting, stopped, errors: this.#errorTail });
      });
    });
  }

  /** V8's dump when the heap is exhausted is pages long and says one thing, which the exit is described by. */
  #isLastWords(payload: Buffer): boolean {
    this.#errorTail = (this.#errorTail + payload.toString()).slice(-keptErrorBytes);
    this.#dying ||= payload.includes("<--- Last few GCs --->");
    return this.#dying;
  }

  #withoutInspector(payload: Buffer): Buffer {
    if (this.#inspected === undefined) return payload;
    // Byte by byte: a chunk may end inside a character.
    return Buffer.from(payload.toString("latin1").replace(inspectorLines, ""), "latin1");
  }

  #take(packet: Packet): void {
    const { kind, id, payload } = packet;
    switch (kind) {
      case fromRuntime.listens.number:
        this.#stopping.heard(fromRuntime.listens.decode(payload));
        return;
      case fromRuntime.inspecting.number:
        this.#inspected?.(fromRuntime.inspecting.decode(payload));
        return;
      case fromRuntime.exiting.number:
        this.#exiting = fromRuntime.exiting.decode(payload);
        this.#listener.onExiting();
        return;
      case fromRuntime.answer.number:
        this.#questions.get(id)?.(fromRuntime.answer.decode(payload));
        this.#questions.delete(id);
        return;
      default:
        this.#listener.onPacket(packet);
    }
  }

  #end(exit: RuntimeExit): void {
    rmSync(this.#exports, { recursive: true, force: true });
    for (const resolve of this.#questions.values()) resolve([]);
    this.#questions.clear();
    this.#listener.onExit(exit);
    this.#ended.resolve(undefined);
  }
}
