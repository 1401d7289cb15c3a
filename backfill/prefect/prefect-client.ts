/** A Prefect server that is asked by this program; what goes wrong is a `PrefectError`. */
import * as z from "zod";
import { wordsOf } from "../../containers/error-with-facts.ts";
import {
  askPrefect,
  prefectServer,
  PrefectRefusal,
  type PrefectServer,
} from "../../pipeline/runner/prefect/prefect-server.ts";
import { PrefectError } from "./prefect-error.ts";

type Request = Parameters<typeof askPrefect>[1];

/** A server that is busy with its database answers within a few seconds. */
const tries = 6;

/** As many as Prefect gives at once. */
const pageLength = 200;

export class PrefectClient {
  readonly #server: PrefectServer;

  /** Throws a `PrefectError` where the environment names no server. */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    const server = prefectServer(env);
    if (server === undefined) throw new PrefectError({ code: "no-server" });
    this.#server = server;
  }

  /** All pages of a filter. */
  async all<T>(request: Request, body: object, schema: z.ZodType<T>): Promise<readonly T[]> {
    const all: T[] = [];
    for (;;) {
      const page = await this.ask(request, { ...body, limit: pageLength, offset: all.length });
      const rows = z.array(schema).parse(page);
      all.push(...rows);
      if (rows.length < pageLength) return all;
    }
  }

  /** undefined where there is none. */
  async find(request: Request, body?: object): Promise<unknown> {
    try {
      return (await this.ask(request, body)) ?? {};
    } catch (error) {
      if (refusal(error)?.status === 404) return undefined;
      throw error;
    }
  }

  async ask(request: Request, body?: object): Promise<unknown> {
    const { url } = this.#server;
    try {
      return await askPrefect(this.#server, request, { ...(body === undefined ? {} : { body }), tries });
    } catch (error) {
      const said =
        error instanceof Error && error.cause instanceof Error ? error.cause.message : wordsOf(error);
      if (!(error instanceof PrefectRefusal))
        throw new PrefectError({ code: "no-answer", url, said }, { cause: error });
      const isDoor = error.status === 401 || error.status === 403;
      throw new PrefectError(isDoor ? { code: "not-let-in", url } : { code: "refused", url, said }, {
        cause: error,
      });
    }
  }
}

/** Whether it does not answer, or is too busy for now. */
export const isPrefectAway = (error: unknown): boolean =>
  error instanceof PrefectError && (error.facts.code === "no-answer" || (refusal(error)?.status ?? 0) >= 500);

const refusal = (error: unknown): PrefectRefusal | undefined =>
  error instanceof PrefectError && error.cause instanceof PrefectRefusal ? error.cause : undefined;
