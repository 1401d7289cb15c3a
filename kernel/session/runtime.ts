/** What a session needs of the process that runs its cells, and what it hears of it. */
import type { StopSignal } from "../../notebook/program/stop-signals.ts";
import type { RuntimeExit } from "../process/describe-exit.ts";
import type { Packet } from "../wire/packet.ts";
import type { InputAnswer, ProgramStart, Question, RunRequest } from "../wire/packet-table.ts";

/** One runtime after the other, as one that is always there. */
export interface Runtime {
  /** Settles when there is one that can run cells; rejects with {@link StartFailure} when there will be none. */
  ready(): Promise<void>;
  /** Where relative paths of cells start from now, also while they are busy. */
  workingFolder(): Promise<string>;
  run(id: number, request: RunRequest): void;
  /** Asks what runs to end, whether it awaits or computes. */
  interrupt(): void;
  /** [] also where there is no runtime any more. */
  ask(question: Question): Promise<readonly string[]>;
  answerInput(question: number, answer: InputAnswer): void;
  /** Passes on an encoded comm packet. */
  comm(packet: Buffer): void;
  /** The cells are one program from now on. */
  beginProgram(start: ProgramStart): Promise<void>;
  /** No more cells come for the program. */
  finish(exitCode: number | undefined): void;
  /** Sends the program a signal. */
  stop(signal: StopSignal): void;
  /** Opens the runtime's inspector and gives its address; settles only when its main thread comes to it. */
  openInspector(): Promise<string>;
  closeInspector(): void;
  /** Reads nothing of what it writes until `resume`; it then blocks when the pipes are full. */
  pause(): void;
  resume(): void;
  /** Ends the runtime and starts a new one; the old one is heard no more. */
  restart(): void;
  /** Ends the runtime for good; settles when it is gone. */
  close(): Promise<void>;
}

export interface RuntimeEvents {
  onPacket(packet: Packet): void;
  /** The runtime ended by itself, and everything declared is lost; the next one is starting. */
  onLost(sentence: string, exitCode: number): void;
  /** The program that it was has ended; no other runtime follows. */
  onProgramEnd(exit: RuntimeExit): void;
  /** The runtime ends as soon as no debugger holds it. */
  onExiting(): void;
  /** Something was said to a runtime that will never be there. */
  onUnreachable(): void;
}

/** Starts the first runtime. */
export type StartRuntime = (listener: RuntimeEvents) => Runtime;

/** A runtime that fails so often before it is ready will not get better. */
export const mostFailedStarts = 3;

/** There is no runtime, and another start would fail as well. */
export class StartFailure extends Error {
  override readonly name = "RuntimeFailed";

  constructor(why: string) {
    super(
      `The process that runs cells cannot be started: it ended ${mostFailedStarts + 1} times before it was ready. ${why} Restart the kernel to try again; its log may say more.`,
    );
  }
}
