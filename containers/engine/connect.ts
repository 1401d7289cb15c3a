/** Finds the container engine to use: of this machine, or of another one. */
import Dockerode from "dockerode";
import { ask } from "./ask.ts";
import { candidates } from "./candidates.ts";
import type { Environment } from "./docker-config.ts";
import { createDockerEngine } from "./docker-engine.ts";
import { dockerOptions, type Endpoint, isElsewhere } from "./endpoint.ts";
import type { Engine } from "./engine.ts";
import { type AskedPlace, type EngineFacts, NoEngineError } from "./engine-error.ts";
import { toEngineError } from "./explain-failure.ts";

/** How long an engine may take to say that it is there; a login on another machine takes its time. */
const patience = { here: 5_000, elsewhere: 30_000 };

/** An engine that answers, or every place that was asked and why it was not that. */
export type Connection =
  | { readonly kind: "engine"; readonly engine: Engine; readonly endpoint: string }
  | { readonly kind: "none"; readonly tried: readonly AskedPlace[] };

/** Whom to ask, and until when. */
export interface ConnectOptions {
  /** This process's own when absent. */
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
}

async function answering(endpoint: Endpoint, env: Environment, signal: AbortSignal): Promise<Engine> {
  const docker = new Dockerode(await dockerOptions(endpoint, env));
  // dockerode's own ping takes a signal, but its types do not.
  await ask(docker, { method: "GET", path: "/_ping", abortSignal: signal, statusCodes: { 200: true } });
  return createDockerEngine(docker, isElsewhere(endpoint));
}

/** Asks each known place in turn; the first that answers is taken. Rejects only when the signal aborts. */
export async function connectEngine({ env = process.env, signal }: ConnectOptions = {}): Promise<Connection> {
  const tried: AskedPlace[] = [];
  for (const endpoint of await candidates(env)) {
    const milliseconds = isElsewhere(endpoint) ? patience.elsewhere : patience.here;
    const limit = AbortSignal.timeout(milliseconds);
    try {
      const either = signal === undefined ? limit : AbortSignal.any([limit, signal]);
      return { kind: "engine", engine: await answering(endpoint, env, either), endpoint: endpoint.url };
    } catch (cause) {
      const error = toEngineError(cause, `reach ${endpoint.foundBy}`);
      if (signal?.aborted === true) throw error;
      const why: EngineFacts = limit.aborted
        ? { code: "no-answer", seconds: milliseconds / 1000 }
        : error.facts;
      tried.push({ endpoint: endpoint.url, why });
    }
  }
  return { kind: "none", tried };
}

/** The engine alone, for who goes on without one. */
export async function findEngine(options: ConnectOptions = {}): Promise<Engine | undefined> {
  const connection = await connectEngine(options);
  return connection.kind === "engine" ? connection.engine : undefined;
}

/** The same, for who cannot go on without an engine. Rejects with a `NoEngineError` where none answers. */
export async function requireEngine(options: ConnectOptions = {}): Promise<Engine> {
  const connection = await connectEngine(options);
  if (connection.kind === "engine") return connection.engine;
  throw new NoEngineError(connection.tried);
}
