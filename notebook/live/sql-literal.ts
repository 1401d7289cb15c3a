/** Whether a string of the code is a SQL statement. */
import { enclosing } from "./enclosing.ts";
import type { Literal } from "./literal-at.ts";
import type { Tokens } from "./tokens.ts";

/** Methods that only connections to DuckDB have. */
const duckdbMethods: ReadonlySet<string> = new Set([
  ...[
    "runAndRead",
    "runAndReadAll",
    "runAndReadUntil",
    "streamAndRead",
    "streamAndReadAll",
    "streamAndReadUntil",
  ],
  ...[
    "runUntilLast",
    "extractStatements",
    "startStream",
    "startThenRead",
    "startStreamThenRead",
    "startThenReadAll",
  ],
]);

/** Methods that others have too. */
const alsoSql: ReadonlySet<string> = new Set([
  "run",
  "stream",
  "start",
  "prepare",
  "query",
  "all",
  "exec",
  "sql",
]);

/** Those of which the first word of a string is taken for SQL's, before it is whole. */
const mostlySql: ReadonlySet<string> = new Set(["run", "prepare", "query", "sql"]);

const statementStart =
  /^\s*(?:--[^\n]*\n\s*)*(?:WITH|SELECT|FROM|INSERT|UPDATE|DELETE|CREATE|COPY|DESCRIBE|SUMMARIZE|PIVOT|UNPIVOT|EXPLAIN|ATTACH|DROP|ALTER|SHOW|VALUES|TABLE)\b/i;

/** Of a string that is handed to nobody who is known to take SQL. */
const longStatement =
  /^\s*(?:SELECT\s|WITH\s+\w+\s+AS\s*\(|INSERT\s+INTO\s|CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP\w*\s+)?(?:TABLE|VIEW)\s|COPY\s)/i;

export function isSql(tokens: Tokens, { first, text }: Literal): boolean {
  const before = tokens.all[first - 1];
  if (tokens.all[first]?.kind === "template" && before?.text === "sql") return true;
  const [around] = enclosing(tokens, first);
  const method = around?.kind === "call" && around.argument === 0 ? (around.of?.members.at(-1) ?? "") : "";
  if (duckdbMethods.has(method)) return true;
  if (alsoSql.has(method) && statementStart.test(text)) return true;
  if (mostlySql.has(method)) return /^\s*[a-z]*$/i.test(text);
  return longStatement.test(text);
}
