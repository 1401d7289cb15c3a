/**
 * All that supervisor and runtime say to each other, each told once: its number on the pipe, what is sent and what is read.
 * Both ends are halves of one build, so what is read is typed and not checked again.
 */
import type { StopSignal } from "../../notebook/program/stop-signals.ts";
import type { RunRecord } from "../../notebook/program/run-record.ts";
import type { OwnListener } from "../../notebook/program/stopping.ts";
import type { KnowledgeRequest } from "../../protocol/knowledge.ts";
import type { Bundle } from "../../protocol/mime-bundle.ts";
import type { TracedCell } from "../trace/readable-stack.ts";
import { decodeTexts } from "./packet.ts";
import type { PacketKind, Speaker } from "./packet.ts";

/** What the `user_expressions` of a request gave. */
export type Expressions = Readonly<Record<string, Expression>>;

export type Expression =
  | ({ readonly status: "ok" } & Bundle)
  | {
      readonly status: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

/** An expression that has failed. Its places are none of the notebook's. */
export const failedExpression = (ename: string, evalue: string): Expression => ({
  status: "error",
  ename,
  evalue,
  traceback: [`${ename}: ${evalue}`],
});

export interface RunRequest {
  /** Jupyter's execution_count. */
  readonly count: number;
  /** JavaScript for V8's REPL mode. */
  readonly code: string;
  readonly silent: boolean;
  /** To be evaluated when the cell has ended well, each as JavaScript, or why it cannot be. */
  readonly expressions: Readonly<Record<string, string | Expression>>;
  /** How stacks tell the cell. */
  readonly place: Omit<TracedCell, "executionCount">;
}

/** What is asked about the cells' values; each answer is a list of texts, [] where nothing can be told. */
export type Question =
  /** Names in scope that start so, each as JSON of a {@link ScopeName}. */
  | { readonly about: "names"; readonly prefix: string }
  /** The same of the members of a value. */
  | { readonly about: "members"; readonly expression: string; readonly prefix: string }
  /** Names of a value's own properties that start so, for brackets. */
  | { readonly about: "keys"; readonly expression: string; readonly prefix: string }
  /** Modules that cells can import by names that start so. */
  | { readonly about: "modules"; readonly prefix: string }
  /** The value as text, and in short as JSON of a `KnownValue`. */
  | { readonly about: "value"; readonly expression: string }
  /** The variables of these names that have a value, each as JSON; the newest last. */
  | { readonly about: "variables"; readonly names: readonly string[] }
  /** What keeps the process alive, in words. */
  | { readonly about: "open" }
  /** One `Knowledge` as JSON. */
  | { readonly about: "knowledge"; readonly request: KnowledgeRequest };

/** A name in scope, or of a member. */
export interface ScopeName {
  readonly name: string;
  /** In the words of Jupyter's clients. */
  readonly kind: "function" | "class" | "instance" | "property";
}

/** How the cells are started as a program. */
export interface ProgramStart {
  readonly args: readonly string[];
  /** Whether it is to tell what it reads and writes. */
  readonly records: boolean;
}

/** What a cell asks the person in front of the client. */
export interface InputQuestion {
  readonly question: number;
  readonly prompt: string;
  readonly password: boolean;
}

/** The answer, or why there is none. */
export interface InputAnswer {
  readonly value?: string;
  readonly error?: string;
}

/** An error as the runtime saw it, stack not yet mapped to the notebook. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  /** The raw place of a cell that the error comes from; undefined where its text tells, or where there is none. */
  readonly place?: string | undefined;
  /** Inspected error: message, stack, properties and causes. */
  readonly text: string;
  /** What an exported pipeline would end with because of it. */
  readonly exitCode: number;
  /** True when it came from a timer or a forgotten promise and not from the cell's own run. */
  readonly late: boolean;
}

class Kinds<By extends Speaker> {
  readonly #by: By;

  constructor(by: By) {
    this.#by = by;
  }

  nothing(number: number): PacketKind<By, undefined, undefined> {
    return { by: this.#by, number, encode: () => "", decode: () => undefined };
  }

  text(number: number): PacketKind<By, string, string> {
    return { by: this.#by, number, encode: (value) => value, decode: (payload) => payload.toString() };
  }

  json<Value>(number: number): PacketKind<By, Value, Value> {
    return {
      by: this.#by,
      number,
      encode: (value) => JSON.stringify(value),
      // SAFETY: written by `encode` of the same kind at the other end of our own pipe.
      decode: (payload) => JSON.parse(payload.toString()) as Value,
    };
  }

  bytes<Sent extends Uint8Array | string>(number: number): PacketKind<By, Sent, Buffer> {
    return { by: this.#by, number, encode: (value) => value, decode: (payload) => payload };
  }

  /** As `shownTexts` makes it: the whole content of a Jupyter message, which is passed on unread. */
  shown(number: number): PacketKind<By, readonly string[], readonly Buffer[]> {
    return { by: this.#by, number, encode: (texts) => texts, decode: decodeTexts };
  }
}

const runtime = new Kinds("runtime");
const supervisor = new Kinds("supervisor");

/** What the runtime says. */
export const fromRuntime = {
  /** It can run cells. */
  ready: runtime.nothing(1),
  /** Text of a standard stream, UTF-8. */
  stdout: runtime.bytes<Uint8Array | string>(2),
  stderr: runtime.bytes<Uint8Array | string>(3),
  displayData: runtime.shown(4),
  updateDisplayData: runtime.shown(5),
  clearOutput: runtime.json<{ readonly wait: boolean }>(6),
  executeResult: runtime.shown(7),
  /** What ended a cell, or came after it had ended. */
  failure: runtime.json<Failure>(8),
  /** The execution is over, with its expressions by their names; a failure, if any, came before. */
  finished: runtime.json<Expressions>(9),
  /** User code called process.exit with this code. */
  exiting: runtime.json<number>(10),
  /** To `ask`. */
  answer: runtime.json<readonly string[]>(11),
  /** Of the execution. */
  inputRequest: runtime.json<InputQuestion>(13),
  /** An encoded `CommPacket` for a client. */
  commOut: runtime.bytes<Uint8Array>(14),
  /** The address of the inspector that was asked to be open, `ws://127.0.0.1:PORT/ID`. */
  inspecting: runtime.text(15),
  /** What the program has read or written. */
  recorded: runtime.json<RunRecord>(17),
  /** Whether the cells' own code listens for a stop signal. */
  listens: runtime.json<OwnListener>(16),
} as const;

/** What the supervisor says. */
export const toRuntime = {
  run: supervisor.json<RunRequest>(20),
  interrupt: supervisor.nothing(21),
  ask: supervisor.json<Question>(22),
  /** To the question that is the packet's id. */
  inputReply: supervisor.json<InputAnswer>(23),
  /** An encoded `CommPacket` from a client. */
  commIn: supervisor.bytes<Uint8Array>(24),
  /** Whether somebody debugs. */
  inspect: supervisor.json<boolean>(25),
  /** The cells are one program from now on. */
  program: supervisor.json<ProgramStart>(26),
  /** No more cells come: the program ends, at once with the exit code where there is one, else when its work is done. */
  finish: supervisor.json<{ readonly exitCode: number | undefined }>(27),
  /** The time of the program's own listener for the signal is up. */
  endNow: supervisor.json<StopSignal>(28),
} as const;
