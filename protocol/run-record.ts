import * as z from "zod";
import type { RunRecord } from "../notebook/program/run-record.ts";

/** What a run has read or written. */
export const RecordSchema: z.ZodType<RunRecord> = z.object({
  kind: z.enum(["input", "output"]),
  path: z.string(),
  bytes: z.number().exactOptional(),
  sha256: z.string().exactOptional(),
  rows: z.number().exactOptional(),
  database: z.string().exactOptional(),
  files: z.number().exactOptional(),
});
