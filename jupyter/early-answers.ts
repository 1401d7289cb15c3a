/** What is answered while there is no kernel yet. Pure. */
import * as z from "zod";

const PlaceSchema = z.object({ cursor_pos: z.number().default(0) });

/** Answers that say that nothing is known, to requests that a person waits for; undefined for others. */
export function nothingKnown(type: string, content: unknown): object | undefined {
  switch (type) {
    case "complete_request": {
      const at = PlaceSchema.safeParse(content).data?.cursor_pos ?? 0;
      return { status: "ok", matches: [], cursor_start: at, cursor_end: at, metadata: {} };
    }
    case "inspect_request":
      return { status: "ok", found: false, data: {}, metadata: {} };
    case "is_complete_request":
      return { status: "unknown" };
    case "history_request":
      return { status: "ok", history: [] };
    case "comm_info_request":
      return { status: "ok", comms: {} };
    default:
      return undefined;
  }
}
