import { encodePacket, headBytes } from "../../../../kernel/wire/packet.ts";
import { fromRuntime } from "../../../../kernel/wire/packet-table.ts";
import type { ProgramStart, Question, RunRequest } from "../../../../kernel/wire/packet-table.ts";
import type { FromRuntime } from "../../../../kernel/run/channel.ts";
import type { Runtime, RuntimeEvents } from "../../../../kernel/session/runtime.ts";

/** A runtime that does what a test says; what it was asked for is in `calls`. */
export class FakeRuntime implements Runtime {
  readonly calls: string[] = [];
  readonly #events: RuntimeEvents;
  #ready: Promise<void> = Promise.resolve();

  constructor(events: RuntimeEvents) {
    this.#events = events;
  }

  /** The runtime says something. */
  say<Sent>(kind: FromRuntime<Sent>, id: number, value: NoInfer<Sent>): void {
    const payload = encodePacket(kind, id, value).subarray(headBytes);
    this.#events.onPacket({ kind: kind.number, id, payload, room: 0 });
  }

  /** The runtime shows something; `texts` are the long ones of the content by their names. */
  show(
    kind: FromRuntime<readonly string[]>,
    id: number,
    content: object,
    texts: Readonly<Record<string, string>> = {},
  ): void {
    const parts = [JSON.stringify(Object.keys(texts)), JSON.stringify(content), ...Object.values(texts)];
    this.say(kind, id, parts);
  }

  /** The cell is over. */
  endCell(id: number): void {
    this.say(fromRuntime.finished, id, {});
  }

  /** It ends by itself. */
  die(sentence: string): void {
    this.#events.onLost(sentence, 1);
  }

  /** The program that it was ends well. */
  endProgram(): void {
    this.#events.onProgramEnd({ code: 0, signal: null, asked: undefined, stopped: undefined, errors: "" });
  }

  /** Nothing is ready before the promise is settled. */
  notBefore(ready: Promise<void>): void {
    this.#ready = ready;
  }

  workingFolder(): Promise<string> {
    return Promise.resolve("/nowhere");
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  run(id: number, { code }: RunRequest): void {
    this.calls.push(`run ${id}: ${code.split("\n")[0] ?? ""}`);
  }

  interrupt(): void {
    this.calls.push("interrupt");
  }

  ask({ about }: Question): Promise<readonly string[]> {
    this.calls.push(`ask ${about}`);
    return Promise.resolve(["an answer"]);
  }

  answerInput(question: number, answer: object): void {
    this.calls.push(`answer ${question}: ${JSON.stringify(answer)}`);
  }

  comm(): void {
    this.calls.push("comm");
  }

  beginProgram({ args }: ProgramStart): Promise<void> {
    this.calls.push(`program ${args.join(" ")}`);
    return Promise.resolve();
  }

  finish(): void {
    this.calls.push("finish");
  }

  stop(signal: string): void {
    this.calls.push(signal);
  }

  openInspector(): Promise<string> {
    return Promise.reject(new Error("There is no inspector."));
  }

  closeInspector(): void {
    this.calls.push("closeInspector");
  }

  pause(): void {
    this.calls.push("pause");
  }

  resume(): void {
    this.calls.push("resume");
  }

  restart(): void {
    this.calls.push("restart");
  }

  close(): Promise<void> {
    this.calls.push("close");
    return Promise.resolve();
  }
}
