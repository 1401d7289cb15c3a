/** Cells that a client has asked for, and how they end. */
import type { Said } from "../../protocol/content.ts";
import type { MessageHeader } from "../../protocol/message.ts";
import type { DebugOptions } from "../compile/compile.ts";
import { errorContent } from "../trace/trace.ts";
import type { Expressions } from "../wire/packet-table.ts";
import type { ErrorText } from "../trace/trace.ts";

/** A cell asked for by a client. */
export interface ExecutionRequest {
  readonly parent: MessageHeader;
  readonly code: string;
  readonly silent: boolean;
  readonly storeHistory: boolean;
  /** Whether the client has somebody to ask. */
  readonly allowStdin: boolean;
  /** Number of the last message that the client had seen when it sent the request; undefined when it did not say. */
  readonly seen: number | undefined;
  /** An error aborts what waits behind it. */
  readonly stopOnError: boolean;
  /** The cell's name, or undefined. */
  readonly cell: string | undefined;
  /** Its place among the notebook's cells, from 1; undefined when the client did not say. */
  readonly number: number | undefined;
  /** 1-based line of the notebook on which the code starts. */
  readonly line: number | undefined;
  readonly debug: DebugOptions;
  /** Told beside its reply, by their names. */
  readonly expressions: Readonly<Record<string, string>>;
}

/** The same, waiting or running. */
export interface KernelExecution extends ExecutionRequest {
  /** Number within this kernel, 1, 2, 3…; the runtime knows it by this. */
  readonly id: number;
  /** Number of the last message before it was asked for. */
  readonly since: number;
}

/** How an execution ended. */
export type Ending =
  | {
      readonly kind: "ok";
      /** What its request asked to be told beside it. */
      readonly expressions: Expressions;
      /** Pages that a client shows apart. */
      readonly pages: readonly MimeData[];
    }
  | { readonly kind: "error"; readonly error: ErrorText };

/** By MIME type. */
export type MimeData = Readonly<Record<string, unknown>>;

export const interruptedBefore: Ending = failed("Interrupted", "The cell was interrupted before it ran.", 1);

/** The runtime is gone, for the reason that the sentence tells. */
export const runtimeEnded = (sentence: string, exitCode: number): Ending =>
  failed("RuntimeEnded", sentence, exitCode);

function failed(ename: string, evalue: string, exitCode: number): Ending {
  return {
    kind: "error",
    error: { ename, evalue, traceback: [`${ename}: ${evalue}`], exitCode },
  };
}

/** Content of the `execute_reply`. */
export function replyOf(ending: Ending, count: number): Said<"execute_reply"> {
  if (ending.kind === "ok") {
    const payload = ending.pages.map((data) => ({ source: "page", data, start: 0 }));
    return { status: "ok", execution_count: count, payload, user_expressions: ending.expressions };
  }
  return { status: "error", execution_count: count, ...errorContent(ending.error) };
}
