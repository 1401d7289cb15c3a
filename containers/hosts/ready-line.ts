/** The one line of JSON by which a kernel says on stdout that it listens. */
import * as z from "zod";

const ReadySchema = z.object({
  pipenb: z.literal("ready"),
  port: z.number(),
  id: z.string(),
  pid: z.number(),
});

export type Ready = z.infer<typeof ReadySchema>;

/** Gives a function that takes stdout as it comes and returns the ready line once it is whole. */
export function readyReader(): (chunk: Uint8Array) => Ready | undefined {
  const decoder = new TextDecoder();
  let rest = "";
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    return lines.map(readyOf).find((ready) => ready !== undefined);
  };
}

function readyOf(line: string): Ready | undefined {
  if (!line.startsWith('{"pipenb":')) return undefined;
  try {
    return ReadySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // something else that looks alike
  }
}
