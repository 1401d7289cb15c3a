/** A debugger of a kernel, as small as tests need it: DevTools commands over the kernel's own port. */
import { once } from "node:events";
import { WebSocket } from "ws";
import { z } from "zod";

const MessageSchema = z.looseObject({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.looseObject({}).optional(),
  result: z.looseObject({}).optional(),
});

/** Where a debugger is stopped: function and 0-based line of each frame. */
interface Stop {
  readonly reason: string;
  readonly frames: readonly { readonly name: string; readonly line: number; readonly id: string }[];
  readonly data: Readonly<Record<string, unknown>>;
}

const PausedSchema = z.object({
  reason: z.string(),
  data: z.record(z.string(), z.unknown()).default({}),
  callFrames: z.array(
    z.object({
      callFrameId: z.string(),
      functionName: z.string(),
      location: z.object({ scriptId: z.string(), lineNumber: z.number() }),
    }),
  ),
});

export interface DevtoolsClient {
  send(method: string, params?: object): Promise<Readonly<Record<string, unknown>>>;
  /** The next stop; each is given once. */
  stopped(): Promise<Stop>;
  /** Everything that came of one kind of event. */
  events(method: string): readonly Readonly<Record<string, unknown>>[];
  /** Settles when the connection is closed. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects and enables what debuggers enable. */
export async function attachDebugger(url: string): Promise<DevtoolsClient> {
  const socket = new WebSocket(url);
  const closed = once(socket, "close").then(() => undefined);
  await once(socket, "open");
  const answers = new Map<number, (result: Readonly<Record<string, unknown>>) => void>();
  const all: { readonly method: string; readonly params: Readonly<Record<string, unknown>> }[] = [];
  const stops: Stop[] = [];
  const waiting: ((stop: Stop) => void)[] = [];
  let last = 0;
  socket.on("message", (data: Buffer) => {
    const { id, method, params = {}, result = {} } = MessageSchema.parse(JSON.parse(data.toString()));
    if (id !== undefined) answers.get(id)?.(result);
    if (method === undefined) return;
    all.push({ method, params });
    if (method !== "Debugger.paused") return;
    const { reason, data: about, callFrames } = PausedSchema.parse(params);
    const frames = callFrames.map(({ functionName, location, callFrameId }) => ({
      name: functionName,
      line: location.lineNumber,
      id: callFrameId,
    }));
    const stop = { reason, frames, data: about };
    const reader = waiting.shift();
    if (reader === undefined) stops.push(stop);
    else reader(stop);
  });
  const client: DevtoolsClient = {
    send: (method, params = {}) => {
      last += 1;
      const id = last;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((resolve) => answers.set(id, resolve));
    },
    stopped: () => {
      const stop = stops.shift();
      if (stop !== undefined) return Promise.resolve(stop);
      return new Promise((resolve) => waiting.push(resolve));
    },
    events: (method) => all.flatMap((event) => (event.method === method ? [event.params] : [])),
    closed,
    close: () => {
      socket.close();
    },
  };
  await client.send("Runtime.enable");
  await client.send("Debugger.enable");
  await client.send("Debugger.setAsyncCallStackDepth", { maxDepth: 32 });
  await client.send("Runtime.runIfWaitingForDebugger");
  return client;
}
