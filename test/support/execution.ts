/** One cell's run as a test follows it: its events with `for await`, and its reply. */
import { connectionEnded } from "../../protocol/client.ts";
import type { ExecuteOptions, KernelClient } from "../../protocol/client.ts";
import { heardOf } from "../../protocol/cell-runs.ts";
import type { ExecuteReply, ExecutionEvent } from "../../protocol/content.ts";
import { deferred } from "../../protocol/deferred.ts";

/** Its events, up to the kernel's "idle", can be read by one loop. */
export interface Execution extends AsyncIterable<ExecutionEvent> {
  /** Id of its request. */
  readonly id: string;
  /** Rejects when the connection ends first, as the events then do. */
  readonly reply: Promise<ExecuteReply>;
}

/** Sends a cell. */
export function execute(client: KernelClient, code: string, options?: ExecuteOptions): Execution {
  return follow(client, client.send(code, options));
}

/** Follows a request that another client may have sent, from now on. */
export function follow(client: KernelClient, id: string): Execution {
  const reply = deferred<ExecuteReply>();
  // Whoever only reads the events hears of a failure there.
  reply.promise.catch(() => undefined);
  const events: ExecutionEvent[] = [];
  let failure: Error | undefined;
  let isReplied = false;
  let isIdle = false;
  let next = deferred<undefined>();
  const fail = (error: Error): void => {
    failure = error;
    reply.reject(error);
  };
  const wake = (): void => {
    next.resolve(undefined);
    next = deferred<undefined>();
  };
  const unsubscribe = client.onMessage((message) => {
    const heard = heardOf(message);
    if (heard?.id !== id) return;
    if (heard.kind === "broken") fail(new Error(heard.why));
    else if (heard.kind === "reply") {
      isReplied = true;
      reply.resolve(heard.reply);
    } else {
      events.push(heard.event);
      isIdle ||= heard.event.type === "status" && heard.event.execution_state === "idle";
    }
    if (isReplied && isIdle) unsubscribe();
    wake();
  });
  void client.ended.then((why) => {
    if (!isReplied || !isIdle) fail(connectionEnded(why));
    wake();
  });
  return {
    id,
    reply: reply.promise,
    async *[Symbol.asyncIterator]() {
      for (let read = 0; ;) {
        const event = events[read];
        if (event !== undefined) {
          read += 1;
          yield event;
        } else if (failure !== undefined) throw failure;
        else if (isReplied && isIdle) return;
        else await next.promise;
      }
    },
  };
}
