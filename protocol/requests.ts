/**
 * What a client asks a kernel, each request told once: the channel it goes by, what it says and what is answered. The kernel's
 * answers and the client's questions are typed by this one table, and read by its schemas at either end.
 */
import * as z from "zod";
import { CellsReplySchema } from "./cells.ts";
import { DebuggerReplySchema } from "./debugger.ts";
import { KnowledgeReplySchema, KnowledgeRequestSchema } from "./knowledge.ts";
import { RecordSchema } from "./run-record.ts";
import { stopSignals } from "../notebook/program/stop-signals.ts";
import { VariablesReplySchema } from "./variables.ts";

const Nothing = z.object({});
const ok = { status: z.literal("ok") };
const Done = z.object(ok);

const InspectReplySchema = z.object({
  ...ok,
  found: z.boolean(),
  data: z.record(z.string(), z.unknown()).default({}),
  metadata: z.record(z.string(), z.unknown()).default({}),
});

const HistoryRequestSchema = z.object({
  hist_access_type: z.enum(["range", "tail", "search"]).default("tail"),
  /** Whether results are told too. */
  output: z.boolean().default(false),
  /** Of a range: a session by its number from 1, 0 for the present one, -1 for that before; the lines, the last not included. */
  session: z.number().int().nullish(),
  start: z.number().int().nullish(),
  stop: z.number().int().nullish(),
  /** Of a tail and a search: the newest. */
  n: z.number().int().nullish(),
  /** Of a search: what the whole cell looks like, with `*`, `?` and `[…]`. */
  pattern: z.string().nullish(),
  /** Of a search: each text once. */
  unique: z.boolean().default(false),
});

/** Session, line, and the code, or code and result. */
const HistoryEntrySchema = z.tuple([
  z.number().int(),
  z.number().int(),
  z.union([z.string(), z.tuple([z.string(), z.string().nullable()])]),
]);

/** Those of Jupyter's messaging 5.4 first; the others are ours. */
export const requests = {
  kernel_info_request: {
    channel: "shell",
    content: Nothing,
    reply: z.looseObject({ ...ok, protocol_version: z.string(), implementation: z.string() }),
  },
  complete_request: {
    channel: "shell",
    /** `cursor_pos`: in characters (code points), as Jupyter counts. */
    content: z.object({ code: z.string(), cursor_pos: z.number().int().min(0) }),
    reply: z.object({
      ...ok,
      matches: z.array(z.string()),
      cursor_start: z.number().int(),
      cursor_end: z.number().int(),
      metadata: z.record(z.string(), z.unknown()).default({}),
    }),
  },
  inspect_request: {
    channel: "shell",
    content: z.object({
      code: z.string(),
      cursor_pos: z.number().int().min(0),
      detail_level: z.number().optional(),
    }),
    reply: InspectReplySchema,
  },
  is_complete_request: {
    channel: "shell",
    content: z.object({ code: z.string() }),
    reply: z.object({ status: z.enum(["complete", "incomplete", "invalid"]), indent: z.string().optional() }),
  },
  history_request: {
    channel: "shell",
    content: HistoryRequestSchema,
    reply: z.object({ ...ok, history: z.array(HistoryEntrySchema) }),
  },
  comm_info_request: {
    channel: "shell",
    content: z.object({ target_name: z.string().nullish() }),
    reply: z.object({ ...ok, comms: z.record(z.string(), z.object({ target_name: z.string() })) }),
  },
  interrupt_request: { channel: "control", content: Nothing, reply: Done },
  shutdown_request: {
    channel: "control",
    content: z.object({ restart: z.boolean().default(false) }),
    reply: z.object({ ...ok, restart: z.boolean() }),
  },
  /** What the cells have declared. */
  pipenb_variables_request: { channel: "shell", content: Nothing, reply: VariablesReplySchema },
  /** What runs and waits. */
  pipenb_cells_request: { channel: "shell", content: Nothing, reply: CellsReplySchema },
  pipenb_knowledge_request: {
    channel: "shell",
    content: KnowledgeRequestSchema,
    reply: KnowledgeReplySchema,
  },
  /** A ticket that admits a debugger. */
  pipenb_debugger_request: { channel: "control", content: Nothing, reply: DebuggerReplySchema },
  /** From now on the cells are one program, started with these arguments. */
  pipenb_program_request: {
    channel: "control",
    content: z.object({
      arguments: z.array(z.string()),
      /** Whether it is to tell in the end what it has read and written. */
      records: z.boolean().optional(),
    }),
    reply: Done,
  },
  /** No more cells come. With an exit code the program ends now, else when its work is done. */
  pipenb_finish_request: {
    channel: "control",
    content: z.object({ exit_code: z.number().int().min(0).max(255).optional() }),
    reply: z.object({
      ...ok,
      exit_code: z.number().int(),
      /** Why it ended so, where that is not by itself and well. */
      sentence: z.string().optional(),
      /** In the order in which they became whole. */
      records: z.array(RecordSchema).optional(),
    }),
  },
  pipenb_signal_request: {
    channel: "control",
    content: z.object({ signal: z.enum(stopSignals) }),
    reply: Done,
  },
  /** What keeps the program alive, in words; none where that is nothing, or a cell. */
  pipenb_open_request: {
    channel: "control",
    content: Nothing,
    reply: z.object({ ...ok, open: z.string().optional() }),
  },
} as const;

type Table = typeof requests;
/** The `msg_type` of a request. */
export type RequestType = keyof Table;
/** What a request says: as it is sent, and as it is read. */
export type RequestSent<Type extends RequestType> = z.input<Table[Type]["content"]>;
export type RequestRead<Type extends RequestType> = z.output<Table[Type]["content"]>;
/** What is answered: as it is sent, and as it is read. */
export type ReplySent<Type extends RequestType> = z.input<Table[Type]["reply"]>;
export type ReplyRead<Type extends RequestType> = z.output<Table[Type]["reply"]>;

export function isRequestType(type: string): type is RequestType {
  return Object.hasOwn(requests, type);
}

/** Reads what a request says. Throws a ZodError where it is not what the table says. */
export function readRequest<Type extends RequestType>(type: Type, content: unknown): RequestRead<Type> {
  // SAFETY: by the schema that the type is made of; the compiler does not follow an entry that is not known yet.
  return requests[type].content.parse(content) as RequestRead<Type>;
}

/** Reads what was answered; undefined where it is not what the table says. */
export function readReply<Type extends RequestType>(
  type: Type,
  content: unknown,
): ReplyRead<Type> | undefined {
  // SAFETY: as above.
  return requests[type].reply.safeParse(content).data as ReplyRead<Type> | undefined;
}
