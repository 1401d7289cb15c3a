/** What the kernel answers about a dataframe. */
import * as z from "zod";
import { problemCodes } from "./dataframe-error.ts";

/** Which of a column's questions make sense: what is filtered, summarized and drawn how. */
const ColumnRoleSchema = z.enum(["number", "time", "text", "boolean", "bytes", "nested", "null"]);
export type ColumnRole = z.infer<typeof ColumnRoleSchema>;

const FrameColumnSchema = z.object({
  /** May be empty, and several columns may have the same. */
  name: z.string(),
  /** In the library's own words. */
  type: z.string(),
  role: ColumnRoleSchema,
});
export type DataframeColumn = z.infer<typeof FrameColumnSchema>;

export const DataframeDescriptionSchema = z.object({
  kind: z.string(),
  /** Null when only reading on would tell. */
  rows: z.number().int().nullable(),
  columns: z.array(FrameColumnSchema),
});
export type DataframeDescription = z.infer<typeof DataframeDescriptionSchema>;

export const WindowResultSchema = z.object({
  /** Rows of the view; null when only reading on would tell. */
  rows: z.number().int().nullable(),
  /** Values that did not travel whole, by position in the window's columns and row in the window: how long they are, in
   * characters or bytes. */
  cut: z
    .array(z.object({ column: z.number().int(), row: z.number().int(), length: z.number().int() }))
    .readonly(),
});
export type WindowResult = z.infer<typeof WindowResultSchema>;

export const ValuesResultSchema = z.object({
  values: z.array(z.object({ value: z.string().nullable(), count: z.number().int() })),
  /** There are more than were asked for. */
  more: z.boolean(),
});
export type ValuesResult = z.infer<typeof ValuesResultSchema>;

export const FileResultSchema = z.object({ file: z.string(), bytes: z.number().int() });

export const CodeResultSchema = z.object({ code: z.string() });

/** Why a question has no answer. */
const ProblemSchema = z.object({ code: z.enum(problemCodes), message: z.string() });

/** Data of a `comm_msg` from the kernel; bytes are in the message's buffers. */
export const DataframeReplySchema = z.object({
  id: z.number().int(),
  result: z.unknown(),
  problem: ProblemSchema.optional(),
});
export type DataframeReply = z.infer<typeof DataframeReplySchema>;
