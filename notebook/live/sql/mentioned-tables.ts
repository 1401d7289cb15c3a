/** The tables that a SQL statement reads, before and behind the place where it is being written. */
import { isSqlKeyword } from "./sql-words.ts";
import type { SqlToken } from "./sql-tokens.ts";

export interface MentionedTable {
  /** Undefined of a query, a function or a file. */
  readonly name: string | undefined;
  readonly schema: string | undefined;
  readonly alias: string | undefined;
}

export interface Mentioned {
  readonly tables: readonly MentionedTable[];
  /** Names given by WITH. */
  readonly queries: readonly string[];
}

export function mentionedTables(statement: readonly SqlToken[]): Mentioned {
  const tables: MentionedTable[] = [];
  const queries: string[] = [];
  statement.forEach((token, index) => {
    if (isNamed(statement, index)) queries.push(token.text);
    if (token.kind !== "word" || !/^(?:FROM|JOIN|INTO|UPDATE|DESCRIBE|SUMMARIZE)$/i.test(token.text)) return;
    for (let at = index + 1; ;) {
      const { table, end } = tableAt(statement, at);
      if (table !== undefined) tables.push(table);
      if (statement[end]?.text !== "," || end === at || !/^FROM$/i.test(token.text)) break;
      at = end + 1;
    }
  });
  return { tables, queries };
}

/** `WITH daily AS (` and `, daily AS (`. */
function isNamed(statement: readonly SqlToken[], at: number): boolean {
  const [before, name, as, open] = statement.slice(Math.max(0, at - 1), at + 3);
  return (
    at > 0 &&
    name !== undefined &&
    isName(name) &&
    /^(?:WITH|RECURSIVE|,)$/i.test(before?.text ?? "") &&
    /^AS$/i.test(as?.text ?? "") &&
    open?.text === "("
  );
}

function tableAt(
  statement: readonly SqlToken[],
  from: number,
): { readonly table: MentionedTable | undefined; readonly end: number } {
  const start = statement[from];
  if (start === undefined) return { table: undefined, end: from };
  let end = from + 1;
  const names: string[] = [];
  if (start.text === "(" && start.kind === "punctuation") end = behindParenthesis(statement, from);
  else if (isName(start)) {
    names.push(start.text);
    while (statement[end]?.text === "." && isAnyName(statement[end + 1])) {
      names.push(statement[end + 1]?.text ?? "");
      end += 2;
    }
    if (statement[end]?.text === "(") {
      names.length = 0;
      end = behindParenthesis(statement, end);
    }
  } else if (start.kind !== "text" && start.kind !== "value") return { table: undefined, end: from };
  if (/^AS$/i.test(statement[end]?.text ?? "") && statement[end]?.kind === "word") end += 1;
  const called = statement[end];
  const alias = called !== undefined && isName(called) ? called.text : undefined;
  return {
    table: { name: names.at(-1), schema: names.at(-2), alias },
    end: alias === undefined ? end : end + 1,
  };
}

function behindParenthesis(statement: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < statement.length; at += 1) {
    if (statement[at]?.kind !== "punctuation") continue;
    if (statement[at]?.text === "(") depth += 1;
    if (statement[at]?.text === ")") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return statement.length;
}

function isName(token: SqlToken): boolean {
  return token.kind === "name" || (token.kind === "word" && !isSqlKeyword(token.text));
}

function isAnyName(token: SqlToken | undefined): boolean {
  return token?.kind === "name" || token?.kind === "word";
}
