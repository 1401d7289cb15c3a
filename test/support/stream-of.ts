import type { KernelClient } from "../../protocol/client.ts";
import { ExecutionStream } from "../../protocol/execution-stream.ts";

/** The events of a request that another client has sent, from now on. */
export function streamOf(client: KernelClient, id: string): ExecutionStream {
  const stream = new ExecutionStream(id, () => undefined);
  client.onMessage((message) => {
    if (message.parentHeader?.msg_id === id) stream.take(message);
  });
  return stream;
}
