/** Contents of the messages a kernel sends while a cell runs, as schemas. */
import * as z from "zod";

const BundleSchema = {
  /** Value by MIME type: text, base64 for binary types, JSON values for JSON types. */
  data: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()).default({}),
};

export const StreamContentSchema = z.object({ name: z.enum(["stdout", "stderr"]), text: z.string() });

export const DisplayDataContentSchema = z.object({
  ...BundleSchema,
  transient: z.object({ display_id: z.string().optional() }).default({}),
});

export const ExecuteResultContentSchema = z.object({ ...BundleSchema, execution_count: z.number().int() });

export const ErrorContentSchema = z.object({
  ename: z.string(),
  evalue: z.string(),
  traceback: z.array(z.string()).default([]),
});

export const StatusContentSchema = z.object({
  execution_state: z.enum(["starting", "busy", "idle", "restarting", "dead"]),
});

export const ClearOutputContentSchema = z.object({ wait: z.boolean().default(false) });

export const ExecuteReplySchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("ok"), execution_count: z.number().int() }),
  z.object({ status: z.literal("aborted"), execution_count: z.number().int().optional() }),
  z.object({
    status: z.literal("error"),
    execution_count: z.number().int().optional(),
    ...ErrorContentSchema.shape,
  }),
]);

export type ExecuteReply = z.infer<typeof ExecuteReplySchema>;

/** What happens while a cell runs. */
export type ExecutionEvent =
  | ({ readonly type: "stream" } & z.infer<typeof StreamContentSchema>)
  | ({ readonly type: "display_data" | "update_display_data" } & z.infer<typeof DisplayDataContentSchema>)
  | ({ readonly type: "execute_result" } & z.infer<typeof ExecuteResultContentSchema>)
  | ({ readonly type: "error" } & z.infer<typeof ErrorContentSchema>)
  | ({ readonly type: "clear_output" } & z.infer<typeof ClearOutputContentSchema>)
  | ({ readonly type: "status" } & z.infer<typeof StatusContentSchema>);

/** The event that a message is; undefined for a message of another type. Throws a ZodError when the content is wrong. */
export function toExecutionEvent(type: string, content: unknown): ExecutionEvent | undefined {
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
    case "clear_output":
      return { type, ...ClearOutputContentSchema.parse(content) };
    case "status":
      return { type, ...StatusContentSchema.parse(content) };
    default:
      return undefined;
  }
}
