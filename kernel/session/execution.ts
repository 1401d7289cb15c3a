/** A cell asked for by a client, waiting or running. */
import type { MessageHeader } from "../../protocol/message.ts";
import type { ErrorText } from "../trace/trace.ts";

export interface Execution {
  /** Number within this kernel, 1, 2, 3…; the runtime knows it by this. */
  readonly id: number;
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
  readonly cell: string | undefined;
  /** 1-based line of the notebook on which the code starts. */
  readonly line: number | undefined;
}

/** How an execution ended. */
export type Ending = { readonly kind: "ok" } | { readonly kind: "error"; readonly error: ErrorText };
