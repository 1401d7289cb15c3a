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
  traceback: z.array(z.string()).readonly().default([]),
});

/** Ours, of an `error`. In the content, clients would save it with the notebook, which would not be valid then. */
const ErrorMetadataSchema = z.object({
  pipenb: z.object({
    /** What an exported pipeline would end with because of this error. */
    exit_code: z.number().int(),
  }),
});

const StatusContentSchema = z.object({
  execution_state: z.enum(["starting", "busy", "idle", "restarting", "dead"]),
});

const ExecuteInputContentSchema = z.object({
  execution_count: z.number().int(),
  code: z.string().optional(),
});

const ClearOutputContentSchema = z.object({ wait: z.boolean().default(false) });

/** Content of `execute_reply`. */
export const ExecuteReplySchema = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("ok"),
    execution_count: z.number().int(),
    payload: z.array(z.unknown()).optional(),
    user_expressions: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({ status: z.literal("aborted"), execution_count: z.number().int().optional() }),
  z.object({
    status: z.literal("error"),
    execution_count: z.number().int().optional(),
    ...ErrorContentSchema.shape,
  }),
]);

/** How a cell ended. */
export type ExecuteReply = z.infer<typeof ExecuteReplySchema>;

const PageSchema = z.object({ source: z.literal("page"), data: z.record(z.string(), z.unknown()) });

/** The data by MIME type of those parts of a payload that are pages. */
export const pagesOf = (payload: readonly unknown[]): readonly Readonly<Record<string, unknown>>[] =>
  payload.map((part) => PageSchema.safeParse(part).data?.data).filter((data) => data !== undefined);

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

/** What a kernel says unasked and what it answers a cell with, each told once: its sender's types come from here, and its reader's. */
const said = {
  stream: StreamContentSchema,
  display_data: DisplayDataContentSchema,
  update_display_data: DisplayDataContentSchema,
  execute_result: ExecuteResultContentSchema,
  error: ErrorContentSchema,
  execute_input: ExecuteInputContentSchema,
  clear_output: ClearOutputContentSchema,
  status: StatusContentSchema,
  comm_open: CommContentSchema,
  comm_msg: CommContentSchema,
  comm_close: CommContentSchema,
  input_request: InputRequestSchema,
  execute_reply: ExecuteReplySchema,
} as const;
/** Its `msg_type`. */
export type SaidType = keyof typeof said;
/** Its content, as a kernel sends it. */
export type Said<Type extends SaidType> = z.input<(typeof said)[Type]>;

/** What happens while a cell runs. */
export type ExecutionEvent =
  | ({ readonly type: "stream" } & z.infer<typeof StreamContentSchema>)
  | ({ readonly type: "display_data" | "update_display_data" } & z.infer<typeof DisplayDataContentSchema>)
  | ({ readonly type: "execute_result" } & z.infer<typeof ExecuteResultContentSchema>)
  /** `exitCode`: what an exported pipeline would end with because of it. */
  | ({ readonly type: "error"; readonly exitCode?: number | undefined } & z.infer<typeof ErrorContentSchema>)
  /** The cell begins, as the so-manieth of the kernel. */
  | ({ readonly type: "execute_input" } & z.infer<typeof ExecuteInputContentSchema>)
  | ({ readonly type: "clear_output" } & z.infer<typeof ClearOutputContentSchema>)
  /** `at`: milliseconds since the epoch by the kernel's clock, which a replay does not change. */
  | ({ readonly type: "status"; readonly at?: number } & z.infer<typeof StatusContentSchema>);

/** The event that a message is; undefined for a message of another type. Throws a ZodError when the content is wrong. */
export function toExecutionEvent({
  header: { msg_type: type, date },
  metadata,
  content,
}: Message): ExecutionEvent | undefined {
  switch (type) {
    case "stream":
      return { type, ...said[type].parse(content) };
    case "display_data":
    case "update_display_data":
      return { type, ...said[type].parse(content) };
    case "execute_result":
      return { type, ...said[type].parse(content) };
    case "error":
      return {
        type,
        ...said[type].parse(content),
        exitCode: ErrorMetadataSchema.safeParse(metadata).data?.pipenb.exit_code,
      };
    case "execute_input":
      return { type, ...said[type].parse(content) };
    case "clear_output":
      return { type, ...said[type].parse(content) };
    case "status":
      return {
        type,
        ...said[type].parse(content),
        ...(Number.isNaN(Date.parse(date)) ? {} : { at: Date.parse(date) }),
      };
    default:
      return undefined;
  }
}
