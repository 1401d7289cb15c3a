/** Whether what came back is an answer to what was asked. */
import * as z from "zod";
import { ChartResultSchema } from "./chart.ts";
import {
  CodeResultSchema,
  FileResultSchema,
  DataframeDescriptionSchema,
  ValuesResultSchema,
  WindowResultSchema,
} from "./reply.ts";
import type { DataframeQuestion } from "./request.ts";
import { ColumnSummarySchema } from "./summary.ts";

const schemas = {
  describe: DataframeDescriptionSchema,
  window: WindowResultSchema,
  summary: z.object({ summaries: z.array(ColumnSummarySchema).readonly() }),
  values: ValuesResultSchema,
  chart: ChartResultSchema,
  export: FileResultSchema,
  code: CodeResultSchema,
  // What these answer is in their buffers.
  value: z.unknown(),
  read: z.unknown(),
  release: z.unknown(),
} satisfies Record<DataframeQuestion["method"], z.ZodType>;

/** What a question with this method is answered by. */
export type DataframeResult<Method extends DataframeQuestion["method"]> = z.infer<(typeof schemas)[Method]>;

/** The result as its question promises it; throws where it is something else. */
export function readDataframeResult<Question extends DataframeQuestion>(
  { method }: Question,
  result: unknown,
): DataframeResult<Question["method"]> {
  const read = schemas[method].safeParse(result);
  // SAFETY: parsed by the schema of this very method, which the compiler cannot follow through the table.
  if (read.success) return read.data as DataframeResult<Question["method"]>;
  throw new Error(
    `The kernel's answer about a dataframe cannot be read (${method}); it may be of another version. Restart it.`,
    { cause: read.error },
  );
}
