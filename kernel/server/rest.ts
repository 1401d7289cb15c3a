/** The kernel part of Jupyter Server's REST API, for the one kernel there is. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Outbox } from "../session/outbox.ts";
import type { Session } from "../session/session.ts";

export interface RestOptions {
  readonly id: string;
  readonly session: Session;
  readonly outbox: Outbox;
  readonly started: Date;
  readonly shutdown: () => void;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const spec = {
  name: "pipenb",
  spec: {
    argv: [],
    display_name: "TypeScript (pipenb)",
    language: "typescript",
    interrupt_mode: "message",
    env: {},
    metadata: {},
  },
  resources: {},
};

/** Answers a request that has shown the token. */
export function answerRest(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  options: RestOptions,
): void {
  const { status, body } = route(`${request.method ?? "GET"} ${path.replace(/\/$/, "")}`, options);
  const text = body === undefined ? "" : JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    // A connection that is kept open would hold up the kernel's end.
    ...(request.method === "DELETE" ? { connection: "close" } : {}),
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

function route(asked: string, options: RestOptions): Answer {
  const { id, session, outbox } = options;
  const model = {
    id,
    name: spec.name,
    execution_state: session.busy ? "busy" : "idle",
    last_activity: outbox.lastActivity,
    connections: outbox.listeners,
  };
  switch (asked) {
    case "GET /api":
      return { status: 200, body: { version: "2.0.0" } };
    case "GET /api/status":
      return {
        status: 200,
        body: {
          kernels: 1,
          connections: model.connections,
          started: options.started.toISOString(),
          last_activity: model.last_activity,
        },
      };
    case "GET /api/kernelspecs":
      return { status: 200, body: { default: spec.name, kernelspecs: { [spec.name]: spec } } };
    case "GET /api/kernels":
      return { status: 200, body: [model] };
    case "POST /api/kernels":
      return { status: 201, body: model };
    case `GET /api/kernels/${id}`:
      return { status: 200, body: model };
    case `POST /api/kernels/${id}/interrupt`:
      session.interrupt();
      return { status: 204 };
    case `POST /api/kernels/${id}/restart`:
      session.restart();
      return { status: 200, body: model };
    case `DELETE /api/kernels/${id}`:
      options.shutdown();
      return { status: 204 };
    default:
      return { status: 404, body: { message: `There is nothing at ${asked}.` } };
  }
}
