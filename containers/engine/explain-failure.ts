/** Turns what dockerode throws, or what an engine says in its streams, into an `EngineError` with a remedy. */
import * as z from "zod";
import { EngineError, type EngineErrorCode } from "./engine-error.ts";
import { isAbortError } from "./is-abort-error.ts";

const FailureSchema = z.object({
  message: z.string().default(""),
  /** Of the system: ECONNREFUSED and so on. */
  code: z.string().optional(),
  statusCode: z.number().optional(),
  address: z.string().optional(),
  json: z.object({ message: z.string() }).optional().catch(undefined),
});

interface Rule {
  readonly code: EngineErrorCode;
  readonly pattern: RegExp;
  readonly remedy: string;
  /** The command it names for logging in. */
  readonly login?: string;
}

/** Engines have few status codes and many sentences; the first rule that matches wins. */
const sentences: readonly Rule[] = [
  {
    code: "no-space",
    pattern: /no space left on device|not enough space|disk quota exceeded/i,
    remedy: "Free space for the engine, for example with `docker system prune`, and try again.",
  },
  {
    code: "pull-denied",
    pattern: /toomanyrequests|rate limit/i,
    remedy: "The registry limits anonymous pulls. Log in with `docker login`, or wait and try again.",
    login: "docker login",
  },
  {
    code: "pull-denied",
    pattern:
      /pull access denied|unauthorized|authentication required|no basic auth credentials|requested access to the resource is denied|(manifest|repository) .*(unknown|not found)|manifest unknown|failed to resolve reference/i,
    remedy: "Check the image's name and tag; if it is private, log in with `docker login` first.",
    login: "docker login",
  },
  {
    code: "registry-unreachable",
    pattern: /server gave HTTP response to HTTPS client/i,
    remedy:
      "The registry speaks plain HTTP: give it a certificate, or name it under `insecure-registries` in the engine's settings.",
  },
  {
    code: "registry-unreachable",
    pattern:
      /Client\.Timeout|request canceled while waiting|TLS handshake|x509:|no such host|server misbehaving|network is unreachable|i\/o timeout|dial tcp|connection reset by peer/i,
    remedy:
      "The engine cannot reach the registry: check its network, its proxy settings, and that it trusts your company's certificates.",
  },
  {
    code: "port-taken",
    pattern: /port is already allocated|address already in use/i,
    remedy: "Another program holds that port. Stop it, or try again for another free port.",
  },
  {
    code: "mount-source",
    pattern:
      /bind source path does not exist|mounts denied|is not shared from the host|invalid mount config/i,
    remedy:
      "Create the folder, and where the engine runs in a virtual machine share it in the engine's settings.",
  },
  {
    code: "no-such-image",
    pattern: /no such image|image not known|image .* not found|image does not exist locally/i,
    remedy: "Build or pull the image first.",
  },
];

const systemCodes: Readonly<Record<string, EngineErrorCode>> = {
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

const statusCodes: Readonly<Record<number, EngineErrorCode>> = {
  404: "no-such-object",
  409: "conflict",
};

const remedies: Partial<Record<EngineErrorCode, string>> = {
  unreachable:
    "Is the container engine running? Start it (Docker Desktop, `systemctl start docker`, `colima start`).",
  permission:
    "You may not use the engine's socket. On Linux join its group with `sudo usermod -aG docker $USER`, then log out and in again; or use a rootless engine.",
};

/** The code and remedy for a sentence of an engine; undefined when it fits none. */
export function explainSentence(sentence: string): Omit<Rule, "pattern"> | undefined {
  return sentences.find((rule) => rule.pattern.test(sentence));
}

/** What dockerode puts before an engine's words. */
const dockerodePrefix = /^\(HTTP code \d+\) [^-]* - /;

/** `doing` is what was being done, as in "start a container". */
export function toEngineError(cause: unknown, doing: string): EngineError {
  if (cause instanceof EngineError) return cause;
  if (isAbortError(cause)) return new EngineError("aborted", `Stopped as asked: ${doing}.`, { cause });
  const parsed = FailureSchema.safeParse(cause);
  if (!parsed.success) return new EngineError("engine", `Could not ${doing}: ${String(cause)}`, { cause });
  const failure = parsed.data;
  const said = (failure.json?.message ?? failure.message.replace(dockerodePrefix, "")).trim();
  const rule = explainSentence(said);
  const code =
    rule?.code ?? systemCodes[failure.code ?? ""] ?? statusCodes[failure.statusCode ?? 0] ?? "engine";
  const remedy = rule?.remedy ?? remedies[code];
  const message = `Could not ${doing}: ${said}${/[.!?]$/.test(said) ? "" : "."}`;
  return new EngineError(code, remedy === undefined ? message : `${message} ${remedy}`, {
    cause,
    login: rule?.login,
  });
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
