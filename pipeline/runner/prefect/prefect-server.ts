/** The REST API of a Prefect server, by which a run reports and a deployment is registered. It needs nothing but Node. */
import { setTimeout as pause } from "node:timers/promises";
import { given } from "../../result/run-settings.ts";

/** Where it is, and what lets us in. */
export interface PrefectServer {
  /** With its path, without a slash at the end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** By the variables of Prefect's own clients; undefined where none names a server. */
export function prefectServer(env: Readonly<Record<string, string | undefined>>): PrefectServer | undefined {
  const url = given(env, "PREFECT_API_URL")?.replace(/\/+$/, "");
  if (url === undefined) return undefined;
  const key = given(env, "PREFECT_API_KEY");
  const basic = given(env, "PREFECT_API_AUTH_STRING");
  const authorization =
    key !== undefined
      ? `Bearer ${key}`
      : basic !== undefined
        ? `Basic ${Buffer.from(basic).toString("base64")}`
        : undefined;
  return {
    url,
    headers: {
      "content-type": "application/json",
      ...(authorization === undefined ? {} : { authorization }),
    },
  };
}

/** It has understood, and does not do it. */
export class PrefectRefusal extends Error {
  override readonly name = "PrefectRefusal";
  readonly status: number;

  constructor(status: number, request: string, said: string) {
    super(`${request} was answered by ${status}: ${said}`);
    this.status = status;
  }
}

export interface Question {
  readonly body?: object;
  /** How often it is asked until it answers; pauses between grow from half a second to ten. */
  readonly tries: number;
}

const answerMilliseconds = 10_000;
const longestPause = 10_000;

/**
 * Asks again where the server is away or busy: on SQLite it answers 503 while others write, and closes connections. Gives the answer's
 * JSON, undefined where it has none. Rejects with a `PrefectRefusal`, or with why it could not be asked.
 */
export async function askPrefect(
  { url, headers }: PrefectServer,
  request: `${"GET" | "POST" | "PATCH" | "DELETE"} /${string}`,
  { body, tries }: Question,
): Promise<unknown> {
  const [method = "GET", path = ""] = request.split(" ");
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerMilliseconds),
      });
      const text = await answer.text();
      if (!answer.ok) throw new PrefectRefusal(answer.status, request, text.slice(0, 1000));
      return text === "" ? undefined : JSON.parse(text);
    } catch (error) {
      if (tried >= tries || isFinal(error)) throw error;
    }
    await pause(Math.min(250 * 2 ** tried, longestPause));
  }
}

const isFinal = (error: unknown): boolean =>
  error instanceof PrefectRefusal && error.status < 500 && error.status !== 429;
