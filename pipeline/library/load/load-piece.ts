/** Inserts a piece of rows; where the server refuses it, finds the row and the column, which the server does not say. */
import { findForeignRow, insertRows, nameText, quoted, readColumn } from "./load-target.ts";
import type { Target } from "./load-target.ts";
import { serverSays, sqlState } from "./postgres-transaction.ts";
import type { Run } from "./postgres-transaction.ts";
import { numberText } from "./row-json.ts";
import type { Piece } from "./row-json.ts";

/** `keyValues`: of the columns of the target's key, in their order. Gives how many rows the table has taken. */
export async function insertPiece(
  run: Run,
  target: Target,
  keyValues: readonly string[],
  piece: Piece,
): Promise<number> {
  const insert = async (rows: readonly string[]): Promise<number> =>
    (await run(insertRows(target), [`[${rows.join(",")}]`, ...keyValues])).count;
  await run("SAVEPOINT pipenb_piece");
  let count: number;
  try {
    count = await insert(piece.rows);
  } catch (error) {
    if (!isOfData(error)) throw error;
    await run("ROLLBACK TO SAVEPOINT pipenb_piece");
    const bad = await firstBad(run, piece.rows, insert);
    throw await refused(run, target, piece, bad ?? { index: undefined, error });
  }
  await run("RELEASE SAVEPOINT pipenb_piece");
  if (count < piece.rows.length) await refuseForeign(run, target, keyValues, piece);
  return count;
}

/** Codes of errors that rows make: values, constraints, sizes, checks of views, what triggers raise. */
const isOfData = (error: unknown): boolean => /^(?:22|23|44|54|P0)/.test(sqlState(error) ?? "");

interface BadRow {
  readonly index: number | undefined;
  readonly error: unknown;
}

/** By halves; what goes in stays in, so that a row which is refused because of an earlier one is found too. */
async function firstBad(
  run: Run,
  rows: readonly string[],
  insert: (rows: readonly string[]) => Promise<unknown>,
): Promise<BadRow | undefined> {
  let from = 0;
  let to = rows.length;
  let found: BadRow | undefined;
  while (from < to) {
    const middle = Math.max(from + 1, Math.floor((from + to) / 2));
    try {
      await run("SAVEPOINT pipenb_piece");
      await insert(rows.slice(from, middle));
      from = middle;
    } catch (error) {
      if (!isOfData(error)) throw error;
      await run("ROLLBACK TO SAVEPOINT pipenb_piece");
      found = { index: from, error };
      if (middle === from + 1) return found;
      to = middle;
    }
  }
  return found;
}

async function refused(run: Run, target: Target, piece: Piece, { index, error }: BadRow): Promise<Error> {
  const row = index === undefined ? undefined : piece.rows[index];
  const number = index === undefined ? undefined : piece.first + index;
  const column =
    serverSays(error).column ?? (row === undefined ? undefined : await badColumn(run, target, row));
  const { detail } = serverSays(error);
  const place = [
    number === undefined
      ? `Rows ${numberText(piece.first)} to ${numberText(piece.first + piece.rows.length - 1)}`
      : `Row ${numberText(number)}`,
    `of ${nameText(target)}`,
    ...(column === undefined ? [] : [`column ${quoted(column)}`]),
  ].join(", ");
  const message = error instanceof Error ? error.message : String(error);
  // Which key there is twice helps; the whole row does not, and may hold what no log should.
  const key = detail?.startsWith("Key (") === true ? ` ${detail}` : "";
  return withFacts(new Error(`${place}: ${message}.${key}`), { row: number, column, code: sqlState(error) });
}

/** For code that catches it; who reads the error has read them in its message. */
function withFacts(error: Error, facts: Readonly<Record<string, unknown>>): Error {
  for (const [name, value] of Object.entries(facts)) Object.defineProperty(error, name, { value });
  return error;
}

/** The first column whose value is none of its type; undefined where all are. */
async function badColumn(run: Run, { columns }: Target, row: string): Promise<string | undefined> {
  // SAFETY: made by row-json.
  const values = JSON.parse(row) as Readonly<Record<string, unknown>>;
  for (const column of columns) {
    if (!Object.hasOwn(values, column.name)) continue;
    await run("SAVEPOINT pipenb_piece");
    try {
      await run(readColumn(column), [JSON.stringify([{ [column.name]: values[column.name] }])]);
    } catch (error) {
      if (!isOfData(error)) throw error;
      await run("ROLLBACK TO SAVEPOINT pipenb_piece");
      return column.name;
    }
  }
  return undefined;
}

/** Rows of another key would be there once more after each load. A trigger that leaves rows out is the table's own business. */
async function refuseForeign(
  run: Run,
  target: Target,
  keyValues: readonly string[],
  piece: Piece,
): Promise<void> {
  const { value } = await run(findForeignRow(target), [`[${piece.rows.join(",")}]`, ...keyValues]);
  if (typeof value !== "string") return;
  const number = piece.first + Number(value) - 1;
  const key = target.key.map(({ name }, index) => `${quoted(name)} = ${JSON.stringify(keyValues[index])}`);
  throw withFacts(
    new Error(
      `Row ${numberText(number)}, of ${nameText(target)}: it is not of the key ${key.join(", ")}, and no later load of that key would replace it. Leave such rows out, or load them by their own key.`,
    ),
    { row: number },
  );
}
