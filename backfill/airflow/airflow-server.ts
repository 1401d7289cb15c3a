/** An Airflow by its REST API: where it is, what lets us in, and asking again while it is busy. */
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { wordsOf } from "../../containers/error-with-facts.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";
import { given } from "../../pipeline/result/run-settings.ts";
import { AirflowError } from "./airflow-error.ts";

export type Request = `${"GET" | "POST" | "PUT" | "PATCH"} /${string}`;

/** Where Airflow's own programs look for it. */
const usualUrl = "http://localhost:8080";
/** On SQLite it answers 500 while others write. */
const tries = 5;
const answerMilliseconds = 60_000;
const TokenSchema = z.object({ access_token: z.string() });
const RefusalSchema = z.object({ detail: z.unknown() });

export class AirflowServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** What somebody has given, which is not asked for again. */
  readonly #given: string | undefined;
  readonly #user: { readonly username: string; readonly password: string } | undefined;
  #token: string | undefined;

  /** By Airflow's own variables, and those of its `airflowctl`. */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.url = (given(env, "AIRFLOW__API__BASE_URL") ?? usualUrl).replace(/\/+$/, "");
    this.#given = given(env, "AIRFLOW_CLI_TOKEN");
    this.#token = this.#given;
    const [username, password] = [given(env, "AIRFLOW_USERNAME"), given(env, "AIRFLOW_PASSWORD")];
    this.#user = username === undefined ? undefined : { username, password: password ?? "" };
  }

  /** Gives the answer's JSON, undefined where it has none. Rejects with an `AirflowError`. */
  async ask(request: Request, body?: object): Promise<unknown> {
    let isNew = false;
    for (let tried = 1; ; tried += 1) {
      try {
        if (this.#token === undefined) {
          this.#token = await this.#logIn();
          isNew = true;
        }
        const [method = "GET", path = ""] = request.split(" ");
        return await this.#fetch(method, `/api/v2${path}`, body);
      } catch (error) {
        const isOld = error instanceof AirflowError && error.code === "not-let-in" && !isNew;
        if (isOld && this.#given === undefined && this.#token !== undefined) this.#token = undefined;
        else if (isFinal(error) || tried >= tries) throw error;
      }
      await pause(250 * 2 ** tried);
    }
  }

  /** The same; undefined where there is none. */
  async find(request: Request): Promise<unknown> {
    try {
      return await this.ask(request);
    } catch (error) {
      if (error instanceof AirflowError && error.facts.code === "refused" && error.facts.status === 404)
        return undefined;
      throw error;
    }
  }

  /** Without a user only an Airflow lets in that asks nobody for a password. */
  async #logIn(): Promise<string> {
    const answer = await this.#fetch(this.#user === undefined ? "GET" : "POST", "/auth/token", this.#user);
    const read = TokenSchema.safeParse(answer);
    if (!read.success) throw new AirflowError({ code: "not-let-in", url: this.url });
    return read.data.access_token;
  }

  async #fetch(method: string, path: string, body?: object): Promise<unknown> {
    const { url } = this;
    let status: number;
    let text: string;
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          accept: "application/json",
          ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: "manual",
        signal: AbortSignal.timeout(answerMilliseconds),
      });
      [status, text] = [answer.status, await answer.text()];
    } catch (error) {
      const said = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new AirflowError({ code: "no-answer", url, said: wordsOf(said) }, { cause: error });
    }
    const isDoor = path === "/auth/token" && status >= 400 && status < 500;
    if (isDoor || status === 401 || status === 403) throw new AirflowError({ code: "not-let-in", url });
    if (status < 200 || status > 299)
      throw new AirflowError({ code: "refused", url, status, said: saidIn(text) });
    return text === "" ? undefined : parsedJson(text);
  }
}

/** What Airflow says in its JSON, or the text of whoever stands before it. */
function saidIn(text: string): string {
  const { detail } = RefusalSchema.safeParse(parsedJson(text)).data ?? {};
  const said = typeof detail === "string" ? detail : detail === undefined ? text : JSON.stringify(detail);
  return said.slice(0, 1000);
}

function isFinal(error: unknown): boolean {
  if (!(error instanceof AirflowError)) return true;
  const { facts } = error;
  if (facts.code === "refused") return facts.status < 500 && facts.status !== 429;
  return facts.code !== "no-answer";
}
