/**
 * Frames between supervisor and runtime, on a pipe for each direction: a 9-byte head (payload length, kind, execution)
 * and the payload. Payloads meant for clients are JSON text made by the runtime and passed on untouched.
 */

import type { KnowledgeRequest } from "../../protocol/knowledge.ts";
import type { TracedCell } from "../trace/readable-stack.ts";

/** What a frame is; the numbers are on the pipe. */
export const frameKind = {
  /** runtime → supervisor: it can run cells. */
  ready: 1,
  /** Text of a standard stream, UTF-8. */
  stdout: 2,
  stderr: 3,
  /** Whole contents of Jupyter messages, as `shownTexts` makes them. */
  displayData: 4,
  updateDisplayData: 5,
  executeResult: 7,
  /** JSON {@link Failure} that ended a cell, or came after it had ended. */
  failure: 8,
  /** The execution is over; a failure, if any, came before. */
  finished: 9,
  /** User code called process.exit; payload the code. */
  exiting: 10,
  /** JSON answer to `ask`. */
  answer: 11,
  /** JSON {@link InputQuestion} of the execution. */
  inputRequest: 13,
  /** A {@link CommPacket} for a client. */
  commOut: 14,
  /** The address of the inspector that was asked to be open, `ws://127.0.0.1:PORT/ID`. */
  inspecting: 15,
  /** Whether the cells' own code listens for a stop signal: JSON `OwnListener`. */
  listens: 16,
  /** supervisor → runtime: JSON {@link RunRequest}. */
  run: 20,
  interrupt: 21,
  /** JSON {@link Question}. */
  ask: 22,
  /** JSON {@link InputAnswer} to the question that is the frame's id. */
  inputReply: 23,
  /** A {@link CommPacket} from a client. */
  commIn: 24,
  /** Somebody begins to debug ("on"), or nobody does any more ("off"). */
  inspect: 25,
  /** The cells are one program from now on: JSON array of its arguments. */
  program: 26,
  /** No more cells come: the program ends, at once with the exit code in the payload, else when its work is done. */
  finish: 27,
  /** The time of the program's own listener for the signal in the payload is up. */
  endNow: 28,
} as const;

export type FrameKind = (typeof frameKind)[keyof typeof frameKind];

export interface Frame {
  readonly kind: number;
  /** Execution (or question) the frame belongs to; 0 for none. */
  readonly id: number;
  readonly payload: Buffer;
}

export interface RunRequest {
  /** Jupyter's execution_count. */
  readonly count: number;
  /** JavaScript for V8's REPL mode. */
  readonly code: string;
  readonly silent: boolean;
  /** How stacks tell the cell. */
  readonly place: Omit<TracedCell, "executionCount">;
}

/** What is asked about the cells' values; each answer is a list of texts, [] where nothing can be told. */
export type Question =
  /** Names in scope that start so, each as JSON of a {@link ScopeName}. */
  | { readonly about: "names"; readonly prefix: string }
  /** The same of the members of a value. */
  | { readonly about: "members"; readonly expression: string; readonly prefix: string }
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

/** Bytes before a payload. */
export const headBytes = 9;

/** Writes a frame's head at the start of a buffer. */
export function writeHead(frame: Buffer, kind: FrameKind, id: number, payloadBytes: number): void {
  frame.writeUInt32LE(payloadBytes, 0);
  frame.writeUInt8(kind, 4);
  frame.writeUInt32LE(id, 5);
}

/** What a frame carries; several texts come apart again by {@link decodeTexts}. */
export type Payload = Uint8Array | string | readonly string[];

/** One frame as bytes. */
export function encodeFrame(kind: FrameKind, id: number, payload: Payload): Buffer {
  if (typeof payload === "object" && !(payload instanceof Uint8Array)) return encodeTexts(kind, id, payload);
  const bytes = typeof payload === "string" ? Buffer.byteLength(payload) : payload.byteLength;
  const frame = Buffer.allocUnsafe(headBytes + bytes);
  writeHead(frame, kind, id, bytes);
  if (typeof payload === "string") frame.write(payload, headBytes);
  else frame.set(payload, headBytes);
  return frame;
}

/** The number of texts and their lengths as unsigned 32-bit integers, then the texts: each is written once, where it is sent from. */
function encodeTexts(kind: FrameKind, id: number, texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bytes = lengths.reduce((sum, length) => sum + length, 4 * (texts.length + 1));
  const frame = Buffer.allocUnsafe(headBytes + bytes);
  writeHead(frame, kind, id, bytes);
  let offset = frame.writeUInt32LE(texts.length, headBytes);
  for (const length of lengths) offset = frame.writeUInt32LE(length, offset);
  for (const text of texts) offset += frame.write(text, offset);
  return frame;
}

/** The texts of a payload, still as bytes. */
export function decodeTexts(payload: Buffer): Buffer[] {
  const count = payload.readUInt32LE(0);
  let offset = 4 * (count + 1);
  return Array.from({ length: count }, (_, index) =>
    payload.subarray(offset, (offset += payload.readUInt32LE(4 * (index + 1)))),
  );
}

/** Cuts a byte stream into frames; a large payload is put together once. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;

  /** Adds a chunk and gives the frames it completed. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#wanted()) return [];
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const frames: Frame[] = [];
    while (rest.length >= headBytes) {
      const end = headBytes + rest.readUInt32LE(0);
      if (rest.length < end) break;
      frames.push({
        kind: rest.readUInt8(4),
        id: rest.readUInt32LE(5),
        payload: rest.subarray(headBytes, end),
      });
      rest = rest.subarray(end);
    }
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return frames;
  }

  /** Bytes needed before the first waiting frame is whole. */
  #wanted(): number {
    const first = this.#chunks[0];
    return first !== undefined && first.length >= headBytes ? headBytes + first.readUInt32LE(0) : headBytes;
  }
}
