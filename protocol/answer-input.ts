/** The client's side of `input_request`: a running cell asks, the person answers. */
import { InputRequestSchema } from "./content.ts";
import { newHeader } from "./message.ts";
import type { Message } from "./message.ts";

/** Asks the person; `password` says that the answer must not be shown. A rejection tells the cell that nobody answered. */
export type AskForInput = (prompt: string, password: boolean) => Promise<string>;

/** The `input_reply` to a question. Never rejects: a question that nobody answers is answered with an error. */
export async function answerInput(
  question: Message,
  session: string,
  ask: AskForInput | undefined,
): Promise<Message> {
  return {
    channel: "stdin",
    header: newHeader("input_reply", session),
    parentHeader: question.header,
    metadata: {},
    content: await replyContent(question, ask),
    buffers: [],
  };
}

async function replyContent(question: Message, ask: AskForInput | undefined): Promise<object> {
  if (ask === undefined) return refusal("This client takes no input.");
  const request = InputRequestSchema.safeParse(question.content);
  if (!request.success) return refusal("The question could not be understood.");
  try {
    return { status: "ok", value: await ask(request.data.prompt, request.data.password) };
  } catch (error) {
    return refusal(error instanceof Error ? error.message : String(error));
  }
}

const refusal = (evalue: string): object => ({
  status: "error",
  ename: "NoInput",
  evalue,
  traceback: [],
  value: "",
});
