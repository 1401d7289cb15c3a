/** The engine's progress streams: one JSON object a line, cut anywhere on the way. */
import * as z from "zod";

const ProgressSchema = z.looseObject({
  stream: z.string().optional(),
  status: z.string().optional(),
  id: z.string().optional(),
  progress: z.string().optional(),
  progressDetail: z
    .object({ current: z.number().optional(), total: z.number().optional() })
    .optional()
    .catch(undefined),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string().optional(), code: z.number().optional() }).optional(),
  aux: z.object({ ID: z.string().optional(), Digest: z.string().optional() }).optional().catch(undefined),
});

/** One thing an engine says while it builds, pulls or pushes. */
export type Progress = z.infer<typeof ProgressSchema>;

/** Every progress message of the stream; a line that is none is passed over, as engines add new kinds. */
export async function* progressOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Progress> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield* parseLine(line);
  }
  yield* parseLine(rest);
}

function* parseLine(line: string): Generator<Progress> {
  if (line.trim() === "") return;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return; // not JSON: nothing that could be shown or acted on
  }
  const progress = ProgressSchema.safeParse(value);
  if (progress.success) yield progress.data;
}
