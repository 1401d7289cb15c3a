/** A kernel as Jupyter's own clients talk to it: plain messages, whose outputs they save with the notebook. */
import type { KernelClient } from "../../protocol/client.ts";
import type { Message } from "../../protocol/message.ts";

type Content = Readonly<Record<string, unknown>>;

export interface JupyterRan {
  readonly reply: Content;
  /** All that came under the request before its "idle", in its order. */
  readonly messages: readonly Message[];
  /** As a saved notebook has them. */
  readonly outputs: readonly Content[];
}

// SAFETY: contents are objects.
export const contentOf = ({ content }: Message): Content => content as Content;

/** Runs a cell, with what more an `execute_request` may say. */
export async function runAsJupyter(
  client: KernelClient,
  code: string,
  more: Content = {},
): Promise<JupyterRan> {
  const all: Message[] = [];
  const idle = new Set<string>();
  let look = (): void => undefined;
  const unsubscribe = client.onMessage((message) => {
    all.push(message);
    if (isIdle(message)) idle.add(message.parentHeader?.msg_id ?? "");
    look();
  });
  const content = { code, allow_stdin: true, ...more };
  const reply = await client.request("shell", "execute_request", content);
  const id = reply.parentHeader?.msg_id ?? "";
  await new Promise<void>((resolve) => {
    look = () => {
      if (idle.has(id)) resolve();
    };
    look();
  });
  unsubscribe();
  const messages = all.filter(({ parentHeader }) => parentHeader?.msg_id === id);
  return { reply: contentOf(reply), messages, outputs: messages.flatMap(outputOf) };
}

/** That the kernel is done with a request. */
export const isIdle = ({ header, content }: Message): boolean =>
  header.msg_type === "status" && JSON.stringify(content).includes("idle");

/** The next message that is as wanted. */
export function heard(client: KernelClient, wanted: (message: Message) => boolean): Promise<Message> {
  return new Promise((resolve) => {
    const unsubscribe = client.onMessage((message) => {
      if (!wanted(message)) return;
      unsubscribe();
      resolve(message);
    });
  });
}

/** JupyterLab saves each content as it came, but for what is transient. */
function outputOf(message: Message): Content[] {
  const { msg_type: type } = message.header;
  if (!["stream", "display_data", "execute_result", "error"].includes(type)) return [];
  const content = Object.entries(contentOf(message)).filter(([name]) => name !== "transient");
  return [{ output_type: type, ...Object.fromEntries(content) }];
}
