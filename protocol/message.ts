/** Jupyter messages (messaging 5.4): headers, channels, and the contents of requests, as schemas. */
import { randomUUID } from "node:crypto";
import * as z from "zod";

/** Where a message travels. */
export const ChannelSchema = z.enum(["shell", "control", "iopub", "stdin"]);
export type Channel = z.infer<typeof ChannelSchema>;

/** Head of every message. */
export const MessageHeaderSchema = z.looseObject({
  msg_id: z.string().min(1),
  msg_type: z.string().min(1),
  session: z.string().default(""),
  username: z.string().default(""),
  date: z.string().default(""),
  version: z.string().default("5.4"),
});
export type MessageHeader = z.infer<typeof MessageHeaderSchema>;

/** A message with its content parsed from JSON, not yet by the schema of its type. */
export interface Message {
  readonly channel: Channel;
  readonly header: MessageHeader;
  readonly parentHeader: MessageHeader | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly content: unknown;
  readonly buffers: readonly Uint8Array[];
}

/** A message or connection that broke the protocol. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code: "bad-frame" | "bad-message" | "refused" | "unreachable" | "connection-ended" | "cancelled";

  constructor(code: ProtocolError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A header with an id of its own. */
export function newHeader(type: string, session: string, username = "pipenb"): MessageHeader {
  return {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username,
    date: new Date().toISOString(),
    version: "5.4",
  };
}

export const ExecuteRequestSchema = z.object({
  code: z.string(),
  silent: z.boolean().default(false),
  store_history: z.boolean().default(true),
  stop_on_error: z.boolean().default(true),
  allow_stdin: z.boolean().default(false),
  user_expressions: z.record(z.string(), z.string()).nullish(),
});
