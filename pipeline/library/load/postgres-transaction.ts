/** One transaction of PostgreSQL, by whichever client a notebook has, and what its errors mean. */
import { setImmediate } from "node:timers/promises";
import type { PgClient, PostgresClient, PostgresJs } from "./postgres-client.ts";
import { serverOf } from "./server-of.ts";

/** What a statement gives: the first value of its first row, and how many rows it was about. */
interface Answer {
  readonly value: unknown;
  readonly count: number;
}

/**
 * Runs one statement. Values are always text, which the statement casts (`$1::text::date`): the clients agree on nothing else.
 * Statements give one value, as clients may be set to rename columns.
 */
export type Run = (text: string, values?: readonly string[]) => Promise<Answer>;

/**
 * Of each statement what was committed before it began: with a snapshot of the whole transaction, one that has waited for another
 * would not see what that one wrote.
 */
const isolation = "ISOLATION LEVEL READ COMMITTED";

/** What is done in a transaction; `server` is its `HOST:PORT`, where the client tells. */
type Act<Result> = (run: Run, server: string | undefined) => Promise<Result>;

/** Commits when `act` resolves; else nothing has happened. */
export async function inTransaction<Result>(client: PostgresClient, act: Act<Result>): Promise<Result> {
  if ("totalCount" in client) {
    const one = await client.connect();
    let isSound = false;
    try {
      const result = await inPgTransaction(one, act);
      isSound = true;
      return result;
    } finally {
      one.release(!isSound);
    }
  }
  if ("begin" in client) return inPostgresJsTransaction(client, act);
  if ("query" in client) return inPgTransaction(client, act);
  throw new TypeError(
    "The client is neither one of the package pg (a Client or a Pool) nor one of the package postgres.",
  );
}

/**
 * postgres.js tells `begin` that the connection is lost. What is asked of it afterwards, its own ROLLBACK too, waits for ever and takes
 * the connection's place from others; so then nothing more is asked, and what `begin` was given to wait for never ends.
 */
async function inPostgresJsTransaction<Result>(client: PostgresJs, act: Act<Result>): Promise<Result> {
  const results: Result[] = [];
  let isLost = false;
  const ended = client.begin(isolation, async (sql) => {
    const run: Run = async (text, values = []) => {
      if (isLost) throw new Error("The connection is lost.");
      return answerOf(await sql.unsafe(text, [...values]));
    };
    try {
      results.push(await act(run, serverOf(client)));
    } finally {
      // `begin` may be told a little later than the statement that waited.
      await setImmediate();
      if (isLost) await new Promise(() => undefined);
    }
  });
  await ended.catch((error: unknown) => {
    isLost = true;
    throw error;
  });
  // SAFETY: what begin resolved for was pushed.
  return results[0] as Result;
}

async function inPgTransaction<Result>(client: PgClient, act: Act<Result>): Promise<Result> {
  const run: Run = async (text, values) => {
    const { rows, rowCount } = lastOf(
      await client.query(text, values === undefined ? undefined : [...values]),
    );
    return answerOf(Object.assign([...rows], { count: rowCount }));
  };
  // Without a listener a connection that is lost would end the process; and the query that comes next does not say why.
  let lost: Error | undefined;
  const heard = (error: Error): void => {
    lost ??= error;
  };
  client.on("error", heard);
  try {
    await begin(client);
    const result = await act(run, serverOf(client));
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // Without a connection there is nothing to roll back.
    await client.query("ROLLBACK").catch(() => undefined);
    throw lost ?? error;
  } finally {
    client.removeListener("error", heard);
  }
}

/** In a transaction of the caller's, the end of this one would end that too. */
async function begin(client: PgClient): Promise<void> {
  const refuse = (cause?: unknown): Error =>
    new Error("The client has a transaction begun. Commit it first, or give the load a client of its own.", {
      cause,
    });
  const begun = await client
    .query(`BEGIN ${isolation}; SELECT (now() = statement_timestamp())::text`)
    .catch((error: unknown) => {
      throw sqlState(error) === "25001" ? refuse(error) : error;
    });
  // The time of a transaction is that of the message that begins it.
  if (answerOf(lastOf(begun).rows).value !== "true") throw refuse();
}

type PgResult = Awaited<ReturnType<PgClient["query"]>>;

/** Where a text has several statements there are several results, which the client's types do not say. */
function lastOf(results: PgResult | readonly PgResult[]): PgResult {
  const all = [results].flat();
  const last = all[all.length - 1];
  if (last === undefined) throw new Error("The client gave no result.");
  return last;
}

function answerOf(rows: object[]): Answer {
  const [first] = rows;
  const count = "count" in rows && typeof rows.count === "number" ? rows.count : 0;
  return { value: first === undefined ? undefined : Object.values(first)[0], count };
}

/** The server's code for an error, or the client's for a connection that failed. */
export function sqlState(error: unknown): string | undefined {
  return text(error, "code");
}

/** What the server says of an error besides its message; the two clients name it alike but for the ends of the names. */
export function serverSays(error: unknown): {
  readonly column: string | undefined;
  readonly detail: string | undefined;
} {
  return { column: text(error, "column") ?? text(error, "column_name"), detail: text(error, "detail") };
}

function text(error: unknown, name: string): string | undefined {
  if (!(error instanceof Error) || !(name in error)) return undefined;
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Whether the same may succeed later: the connection was lost, the server ends or has no room, or it broke a deadlock. */
export function isTransient(error: unknown): boolean {
  const code = sqlState(error);
  if (code === undefined) return error instanceof Error && error.message.startsWith("Connection terminated");
  return /^(?:08|40|53|55P03|57P0|CONNECT|EPIPE$)/.test(code);
}
