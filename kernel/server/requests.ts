/** What the kernel does for each message type of a client. A message that cannot be understood is answered, never fatal. */
import * as z from "zod";
import {
  CompleteRequestSchema,
  ExecuteRequestSchema,
  InspectRequestSchema,
  IsCompleteRequestSchema,
  ShutdownRequestSchema,
} from "../../protocol/message.ts";
import type { Message } from "../../protocol/message.ts";
import { KnowledgeRequestSchema } from "../../protocol/knowledge.ts";
import { FinishRequestSchema, ProgramRequestSchema, SignalRequestSchema } from "../../protocol/program.ts";
import { complete } from "../session/complete.ts";
import { inspectAt } from "../session/inspect-at.ts";
import { isComplete } from "../session/is-complete.ts";
import type { Listener } from "../session/outbox.ts";
import { listVariables } from "../session/list-variables.ts";
import type { Session } from "../session/session.ts";
import { tellKnowledge } from "../session/tell-knowledge.ts";
import { kernelInfo } from "./kernel-info.ts";

export interface KernelControls {
  /** Ends the kernel. */
  readonly shutdown: () => void;
}

type Answer = (content: object) => void;

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
  readonly #controls: KernelControls;

  constructor(session: Session, controls: KernelControls) {
    this.#session = session;
    this.#controls = controls;
  }

  /** Answers a message, now or later. `joined`: number of the last message before its client connected. */
  handle(message: Message, joined: number, client: Listener): void {
    const { header, channel } = message;
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
      this.#session.publish(
        replyType(header.msg_type),
        header,
        content,
        channel === "control" ? "control" : "shell",
      );
      this.#session.publish("status", header, { execution_state: this.#session.busy ? "busy" : "idle" });
    };
    this.#session.publish("status", header, { execution_state: "busy" });
    this.#answer(message, answer).catch((error: unknown) => {
      answer(failureReply(error));
    });
  }

  async #answer({ header, content }: Message, answer: Answer): Promise<void> {
    switch (header.msg_type) {
      case "kernel_info_request":
        answer(kernelInfo());
        return;
      case "complete_request":
        answer(await complete(CompleteRequestSchema.parse(content), this.#session));
        return;
      case "inspect_request":
        answer(await inspectAt(InspectRequestSchema.parse(content), this.#session));
        return;
      case "pipenb_variables_request":
        answer(await listVariables(this.#session.busy || this.#session.debugger.paused, this.#session));
        return;
      case "pipenb_debugger_request":
        answer({ status: "ok", ticket: this.#session.debugger.newTicket() });
        return;
      case "pipenb_knowledge_request":
        answer(await tellKnowledge(KnowledgeRequestSchema.parse(content), this.#session));
        return;
      case "pipenb_program_request":
        await this.#session.beginProgram(ProgramRequestSchema.parse(content).arguments);
        answer({ status: "ok" });
        return;
      case "pipenb_finish_request":
        answer({
          status: "ok",
          ...(await this.#session.finishProgram(FinishRequestSchema.parse(content).exit_code)),
        });
        return;
      case "pipenb_signal_request":
        this.#session.signalProgram(SignalRequestSchema.parse(content).signal);
        answer({ status: "ok" });
        return;
      case "pipenb_open_request": {
        const [open] = await this.#session.ask({ about: "open" });
        answer({ status: "ok", open });
        return;
      }
      case "pipenb_cells_request":
        answer({ status: "ok", cells: this.#session.cells });
        return;
      case "is_complete_request":
        answer(isComplete(IsCompleteRequestSchema.parse(content).code));
        return;
      case "history_request":
        answer({ status: "ok", history: [] });
        return;
      case "comm_info_request":
        answer(this.#session.comms.info());
        return;
      case "interrupt_request":
        this.#session.interrupt();
        answer({ status: "ok" });
        return;
      case "shutdown_request":
        this.#shutdown(ShutdownRequestSchema.parse(content).restart, answer);
        return;
      default:
        answer({
          status: "error",
          ename: "UnknownMessage",
          evalue: `This kernel does not know messages of type "${header.msg_type}".`,
          traceback: [],
        });
    }
  }

  #shutdown(restart: boolean, answer: Answer): void {
    if (restart) this.#session.restart();
    answer({ status: "ok", restart });
    if (!restart) this.#controls.shutdown();
  }

  #answerInput({ parentHeader, content }: Message): void {
    const reply = InputReplySchema.safeParse(content).data;
    const answer = reply?.status === "error" ? { error: reply.evalue } : { value: reply?.value ?? "" };
    if (parentHeader !== undefined) this.#session.stdin.answer(parentHeader.msg_id, answer);
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
      this.#session.publish("status", header, { execution_state: "busy" });
      this.#session.publish("execute_reply", header, failureReply(request.error), "shell");
      this.#session.publish("status", header, { execution_state: this.#session.busy ? "busy" : "idle" });
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
      cell: place?.cell,
      number: place?.number,
      line: place?.line,
      debug: { source: place?.source, pause: place?.pause === true && this.#session.debugger.attached },
      // What happened before it connected is not what a client would have stopped for.
      seen: place?.seen === undefined ? undefined : Math.max(place.seen, joined),
    });
  }
}

const replyType = (type: string): string => type.replace(/_request$/, "_reply");

function failureReply(error: unknown): object {
  const evalue = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
  return { status: "error", ename: "BadRequest", evalue, traceback: [], execution_count: 0 };
}

/** The session's own message to a client whose bytes were no message at all. */
export function complain(session: Session, reason: string): void {
  session.publish("error", undefined, {
    ename: "BadMessage",
    evalue: reason,
    traceback: [`BadMessage: ${reason}`],
  });
}
