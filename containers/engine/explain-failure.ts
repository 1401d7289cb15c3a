/** Turns what dockerode throws, or what an engine says in its streams, into the facts of an `EngineError`. */
import * as z from "zod";
import { EngineError, type SaidCode } from "./engine-error.ts";
import { isAbortError } from "./is-abort-error.ts";

const FailureSchema = z.object({
  message: z.string().default(""),
  /** Of the system: ECONNREFUSED and so on. */
  code: z.string().optional(),
  statusCode: z.number().optional(),
  address: z.string().optional(),
  json: z.object({ message: z.string() }).optional().catch(undefined),
});

/** Engines have few status codes and many sentences; the first that matches wins. */
const sentences: readonly (readonly [SaidCode, RegExp])[] = [
  ["no-space", /no space left on device|not enough space|disk quota exceeded/i],
  ["pull-limited", /toomanyrequests|rate limit/i],
  [
    "pull-denied",
    /pull access denied|unauthorized|authentication required|no basic auth credentials|requested access to the resource is denied|(manifest|repository) .*(unknown|not found)|manifest unknown|failed to resolve reference/i,
  ],
  ["registry-plain", /server gave HTTP response to HTTPS client/i],
  [
    "registry-unreachable",
    /Client\.Timeout|request canceled while waiting|TLS handshake|x509:|no such host|server misbehaving|network is unreachable|i\/o timeout|dial tcp|connection reset by peer/i,
  ],
  // An engine that goes down still answers, while its own parts are away.
  [
    "unreachable",
    /transport is closing|ttrpc: closed|client connection is closing|containerd\.sock.*(connection refused|no such file)|(daemon|server) is shutting down/i,
  ],
  ["no-swarm", /not a swarm manager|not part of a swarm/i],
  ["port-taken", /port is already allocated|address already in use/i],
  [
    "mount-source",
    /bind source path does not exist|mounts denied|is not shared from the host|invalid mount config/i,
  ],
  ["no-such-image", /no such image|image not known|image .* not found|image does not exist locally/i],
];

const systemCodes: Readonly<Record<string, SaidCode>> = {
  EACCES: "permission",
  EPERM: "permission",
  ENOENT: "unreachable",
  ECONNREFUSED: "unreachable",
  ECONNRESET: "unreachable",
  EPIPE: "unreachable",
  ENOTFOUND: "unreachable",
  ETIMEDOUT: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENOTSOCK: "unreachable",
};

const statusCodes: Readonly<Record<number, SaidCode>> = {
  404: "no-such-object",
  409: "conflict",
};

/** What a sentence of an engine means; undefined when it is none of those we know. */
export function meaningOf(sentence: string): SaidCode | undefined {
  return sentences.find(([, pattern]) => pattern.test(sentence))?.[0];
}

/** What dockerode puts before an engine's words. */
const dockerodePrefix = /^\(HTTP code \d+\) [^-]* - /;

/** `doing` is what was being done, as in "start a container". */
export function toEngineError(cause: unknown, doing: string): EngineError {
  if (cause instanceof EngineError) return cause;
  if (isAbortError(cause)) return new EngineError({ code: "aborted", doing }, { cause });
  const parsed = FailureSchema.safeParse(cause);
  if (!parsed.success) return new EngineError({ code: "engine", doing, said: String(cause) }, { cause });
  const failure = parsed.data;
  const said = (failure.json?.message ?? failure.message.replace(dockerodePrefix, "")).trim();
  const code =
    meaningOf(said) ?? systemCodes[failure.code ?? ""] ?? statusCodes[failure.statusCode ?? 0] ?? "engine";
  return new EngineError({ code, doing, said }, { cause });
}

/** An aborted stream ends in several ways; the signal tells which were asked for. */
export function abortedOr(cause: unknown, doing: string, signal: AbortSignal | undefined): EngineError {
  if (signal?.aborted === true) return new EngineError({ code: "aborted", doing }, { cause });
  return toEngineError(cause, doing);
}

/** Runs one call to the engine; what it throws becomes an `EngineError`. */
export async function explained<Result>(doing: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (cause) {
    throw toEngineError(cause, doing);
  }
}

/** Like `explained`, but gives undefined when what was asked for is not there. */
export async function unlessMissing<Result>(
  doing: string,
  call: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await call();
  } catch (cause) {
    const error = toEngineError(cause, doing);
    if (error.code === "no-such-object" || error.code === "no-such-image") return undefined;
    throw error;
  }
}
