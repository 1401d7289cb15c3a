/** Contents of the messages a kernel sends while a cell runs, as schemas. */
import * as z from "zod";
import type { Message } from "./message.ts";

const BundleSchema = {
  /** Value by MIME type: text, base64 for binary types, JSON values for JSON types. */
  data: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()).default({}),
};

const StreamContentSchema = z.object({ name: z.enum(["stdout", "stderr"]), text: z.string() });

const DisplayDataContentSchema = z.object({
  ...BundleSchema,
  transient: z.object({ display_id: z.string().optional() }).default({}),
});

const ExecuteResultContentSchema = z.object({ ...BundleSchema, execution_count: z.number().int() });

const ErrorContentSchema = z.object({
  ename: z.string(),
  evalue: z.string(),
  traceback: z.array(z.string()).default([]),
  /** Ours: what an exported pipeline would end with because of this error. */
  exit_code: z.number().int().optional(),
});

const StatusContentSchema = z.object({
  execution_state: z.enum(["starting", "busy", "idle", "restarting", "dead"]),
});

const ExecuteInputContentSchema = z.object({ execution_count: z.number().int() });

const ClearOutputContentSchema = z.object({ wait: z.boolean().default(false) });

/** Content of `execute_reply`. */
export const ExecuteReplySchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("ok"), execution_count: z.number().int() }),
  z.object({ status: z.literal("aborted"), execution_count: z.number().int().optional() }),
  z.object({
    status: z.literal("error"),
    execution_count: z.number().int().optional(),
    ...ErrorContentSchema.shape,
  }),
]);

/** How a cell ended. */
export type ExecuteReply = z.infer<typeof ExecuteReplySchema>;

/** A question of the running cell to the person at the client. */
export const InputRequestSchema = z.object({
  prompt: z.string().default(""),
  password: z.boolean().default(false),
});

const CommContentSchema = z.object({
  comm_id: z.string(),
  target_name: z.string().optional(),
  data: z.record(z.string(), z.unknown()).default({}),
});

type CommMessageType = "comm_open" | "comm_msg" | "comm_close";

/** What happens while a cell runs. */
export type ExecutionEvent =
  | ({ readonly type: "stream" } & z.infer<typeof StreamContentSchema>)
  | ({ readonly type: "display_data" | "update_display_data" } & z.infer<typeof DisplayDataContentSchema>)
  | ({ readonly type: "execute_result" } & z.infer<typeof ExecuteResultContentSchema>)
  | ({ readonly type: "error" } & z.infer<typeof ErrorContentSchema>)
  /** The cell begins, as the so-manieth of the kernel. */
  | ({ readonly type: "execute_input" } & z.infer<typeof ExecuteInputContentSchema>)
  | ({ readonly type: "clear_output" } & z.infer<typeof ClearOutputContentSchema>)
  /** `at`: milliseconds since the epoch by the kernel's clock, which a replay does not change. */
  | ({ readonly type: "status"; readonly at?: number } & z.infer<typeof StatusContentSchema>)
  | ({
      readonly type: "comm";
      readonly action: CommMessageType;
      readonly buffers: readonly Uint8Array[];
    } & z.infer<typeof CommContentSchema>);

/** The event that a message is; undefined for a message of another type. Throws a ZodError when the content is wrong. */
export function toExecutionEvent({
  header: { msg_type: type, date },
  content,
  buffers,
}: Message): ExecutionEvent | undefined {
  switch (type) {
    case "stream":
      return { type, ...StreamContentSchema.parse(content) };
    case "display_data":
    case "update_display_data":
      return { type, ...DisplayDataContentSchema.parse(content) };
    case "execute_result":
      return { type, ...ExecuteResultContentSchema.parse(content) };
    case "error":
      return { type, ...ErrorContentSchema.parse(content) };
    case "execute_input":
      return { type, ...ExecuteInputContentSchema.parse(content) };
    case "clear_output":
      return { type, ...ClearOutputContentSchema.parse(content) };
    case "status":
      return {
        type,
        ...StatusContentSchema.parse(content),
        ...(Number.isNaN(Date.parse(date)) ? {} : { at: Date.parse(date) }),
      };
    case "comm_open":
    case "comm_msg":
    case "comm_close":
      return { type: "comm", action: type, buffers, ...CommContentSchema.parse(content) };
    default:
      return undefined;
  }
}
