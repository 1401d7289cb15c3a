/** What the kernel does for each message type of a client. A message that cannot be understood is answered, never fatal. */
import * as z from "zod";
import type { Said } from "../../protocol/content.ts";
import { kernelInfo } from "../../protocol/kernel-info.ts";
import { ExecuteRequestSchema } from "../../protocol/message.ts";
import type { Message } from "../../protocol/message.ts";
import { isRequestType, readRequest } from "../../protocol/requests.ts";
import type { ReplySent, RequestRead, RequestType } from "../../protocol/requests.ts";
import { complete } from "../session/complete.ts";
import { inspectAt } from "../session/inspect-at.ts";
import { isComplete } from "../session/is-complete.ts";
import type { Listener } from "../session/outbox.ts";
import type { Session } from "../session/session.ts";
import { tellKnowledge } from "../session/tell-knowledge.ts";
import type { Variable } from "../../protocol/variables.ts";

export interface KernelControls {
  /** Ends the kernel. */
  readonly shutdown: () => void;
}

type Answer<Type extends RequestType> = (
  content: RequestRead<Type>,
) => ReplySent<Type> | Promise<ReplySent<Type>>;

/** One for each request of the table: the compiler names what is missing. */
type Answers = { readonly [Type in RequestType]: Answer<Type> };

const commTypes: ReadonlySet<string> = new Set(["comm_open", "comm_msg", "comm_close"]);

const InputReplySchema = z.object({
  status: z.string().default("ok"),
  value: z.string().default(""),
  evalue: z.string().default("Nobody answered."),
});

const CellMetadataSchema = z.object({
  pipenb: z
    .object({
      cell: z.string().optional(),
      number: z.number().int().positive().optional(),
      line: z.number().int().positive().optional(),
      seen: z.number().int().optional(),
      // It stands in a comment of the code that runs, and in a URL's place.
      source: z
        .string()
        .regex(/^[\w./=:@%+-]+$/)
        .optional()
        .catch(undefined),
      pause: z.boolean().optional(),
    })
    .optional(),
});

export class Requests {
  readonly #session: Session;
  readonly #answers: Answers;

  constructor(session: Session, controls: KernelControls) {
    this.#session = session;
    this.#answers = answersOf(session, controls);
  }

  /** Answers a message, now or later. `joined`: number of the last message before its client connected. */
  handle(message: Message, joined: number, client: Listener): void {
    const { header, channel, content } = message;
    if (commTypes.has(header.msg_type)) {
      this.#passOn(message, client);
      return;
    }
    if (header.msg_type === "execute_request") {
      this.#execute(message, joined);
      return;
    }
    if (header.msg_type === "input_reply") {
      this.#answerInput(message);
      return;
    }
    const answer = (content: object): void => {
      this.#session.outbox.reply(header, channel === "control" ? "control" : "shell", content);
      this.#session.tellDone(header);
    };
    this.#session.outbox.publish("status", header, { execution_state: "busy" });
    this.#answer(header.msg_type, content).then(answer, (error: unknown) => {
      answer(failureReply(error));
    });
  }

  async #answer(type: string, content: unknown): Promise<object> {
    if (isRequestType(type)) return this.#answerTo(type, content);
    return {
      status: "error",
      ename: "UnknownMessage",
      evalue: `This kernel does not know messages of type "${type}".`,
      traceback: [],
    };
  }

  async #answerTo<Type extends RequestType>(type: Type, content: unknown): Promise<ReplySent<Type>> {
    const answer: Answer<Type> = this.#answers[type];
    return answer(readRequest(type, content));
  }

  #answerInput({ parentHeader, content }: Message): void {
    const reply = InputReplySchema.safeParse(content).data;
    const answer = reply?.status === "error" ? { error: reply.evalue } : { value: reply?.value ?? "" };
    this.#session.stdin.answer(parentHeader?.msg_id, answer);
  }

  /** Comms have no replies; what cannot be read is told as an error. */
  #passOn(message: Message, client: Listener): void {
    try {
      this.#session.comms.take(message, client);
    } catch (error) {
      complain(this.#session, error instanceof z.ZodError ? z.prettifyError(error) : String(error));
    }
  }

  #execute({ header, content, metadata }: Message, joined: number): void {
    const request = ExecuteRequestSchema.safeParse(content);
    if (!request.success) {
      this.#session.outbox.publish("status", header, { execution_state: "busy" });
      this.#session.outbox.publish("execute_reply", header, failureReply(request.error));
      this.#session.tellDone(header);
      return;
    }
    const place = CellMetadataSchema.safeParse(metadata).data?.pipenb;
    this.#session.execute({
      parent: header,
      code: request.data.code,
      silent: request.data.silent,
      allowStdin: request.data.allow_stdin,
      storeHistory: request.data.store_history,
      stopOnError: request.data.stop_on_error,
      expressions: request.data.user_expressions ?? {},
      cell: place?.cell,
      number: place?.number,
      line: place?.line,
      debug: { source: place?.source, pause: place?.pause === true && this.#session.debugger.attached },
      // What happened before it connected is not what a client would have stopped for.
      seen: place?.seen === undefined ? undefined : Math.max(place.seen, joined),
    });
  }
}

function answersOf(session: Session, controls: KernelControls): Answers {
  const done = { status: "ok" } as const;
  return {
    kernel_info_request: () =>
      kernelInfo(process.env["PIPENB_VERSION"] ?? "", `pipenb, Node ${process.version}`),
    complete_request: (content) => complete(content, session),
    inspect_request: (content) => inspectAt(content, session),
    is_complete_request: ({ code }) => isComplete(code),
    history_request: (content) => ({ ...done, history: session.history.find(content) }),
    comm_info_request: (content) => session.comms.info(content.target_name),
    interrupt_request: () => {
      session.interrupt();
      return done;
    },
    shutdown_request: ({ restart }) => {
      if (restart) session.restart();
      // The answer goes first.
      else setImmediate(controls.shutdown);
      return { ...done, restart };
    },
    pipenb_variables_request: () => listVariables(session),
    pipenb_cells_request: () => ({ ...done, cells: [...session.cells] }),
    pipenb_knowledge_request: (content) => tellKnowledge(content, session),
    pipenb_debugger_request: () => ({ ...done, ticket: session.debugger.newTicket() }),
    pipenb_program_request: async ({ arguments: args, records = false }) => {
      await session.beginProgram({ args, records });
      return done;
    },
    pipenb_finish_request: async ({ exit_code: code }) => ({
      ...done,
      ...(await session.finishProgram(code)),
    }),
    pipenb_signal_request: ({ signal }) => {
      session.signalProgram(signal);
      return done;
    },
    pipenb_open_request: async () => {
      const [open] = await session.ask({ about: "open" });
      return { ...done, open };
    },
  };
}

/** Content of `pipenb_variables_reply`. */
async function listVariables(session: Session): Promise<ReplySent<"pipenb_variables_request">> {
  const busy = session.busy || session.debugger.paused;
  const told = busy ? [] : await session.ask({ about: "variables", names: session.ownNames });
  return { status: "ok", busy, variables: told.map(variableOf) };
}

/** SAFETY: made by the runtime, our own program. */
const variableOf = (text: string): Variable => JSON.parse(text) as Variable;

function failureReply(error: unknown): Said<"execute_reply"> {
  const evalue = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
  return { status: "error", ename: "BadRequest", evalue, traceback: [], execution_count: 0 };
}

/** The session's own message to a client whose bytes were no message at all. */
export function complain(session: Session, reason: string): void {
  session.outbox.publish("error", undefined, {
    ename: "BadMessage",
    evalue: reason,
    traceback: [`BadMessage: ${reason}`],
  });
}
