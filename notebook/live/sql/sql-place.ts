/** What may stand at a place of a SQL statement: a table, a column, or the path of a file. */
import { mentionedTables } from "./mentioned-tables.ts";
import type { MentionedTable } from "./mentioned-tables.ts";
import { readSql } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

export interface SqlPlace {
  readonly wants: "tables" | "columns" | "path";
  /** Where the word or path starts that is being written, and where it ends. */
  readonly from: number;
  readonly to: number;
  /** The table, alias or schema before the dot. */
  readonly qualifier: string | undefined;
  /** Whether the place is between double quotes. */
  readonly isQuoted: boolean;
  /** What the statement reads. */
  readonly tables: readonly MentionedTable[];
  /** Names that the statement itself gives to queries. */
  readonly queries: readonly string[];
  /** Whether its keywords are written small. */
  readonly isLower: boolean;
}

/** Behind these words comes a table. */
const beforeTable = /^(?:FROM|JOIN|INTO|UPDATE|TABLE|DESCRIBE|SUMMARIZE|PIVOT|UNPIVOT)$/i;

/** Behind these the text between quotes is a file. */
const beforeFile = /^(?:FROM|JOIN|TO|COPY|ATTACH|DATABASE)$/i;
const fileFunction = /^(?:read_\w+|glob|scan_\w+|parquet_\w+|sniff_csv)$/i;

/** Undefined where nothing can be told: in a comment, a text, a number. */
export function sqlPlace(sql: string, offset: number): SqlPlace | undefined {
  const { tokens, isInComment } = readSql(sql, offset);
  if (isInComment) return undefined;
  const at = tokens.findIndex(({ from, to, kind, isClosed }) => {
    if (kind === "punctuation") return false;
    if (kind === "word" || kind === "value") return from < offset && offset <= to;
    return from < offset && (offset < to || (offset === to && !isClosed));
  });
  const token = tokens[at];
  if (token?.kind === "value") return undefined;
  const before = at === -1 ? tokens.filter(({ to }) => to <= offset) : tokens.slice(0, at);
  const statement = statementAround(tokens, offset);
  const whole = { ...mentionedTables(statement), isLower: isLower(statement) };
  const range = rangeOf(token, offset);
  if (token?.kind === "text")
    return isFile(before)
      ? { wants: "path", ...range, qualifier: undefined, isQuoted: false, ...whole }
      : undefined;
  const isQuoted = token?.kind === "name";
  const dot = before.at(-1)?.text === ".";
  const qualifier = dot ? before.at(-2)?.text : undefined;
  return { wants: wanted(withoutQualifier(before)), ...range, qualifier, isQuoted, ...whole };
}

function rangeOf(
  token: SqlToken | undefined,
  offset: number,
): { readonly from: number; readonly to: number } {
  if (token === undefined) return { from: offset, to: offset };
  if (token.kind === "word") return { from: token.from, to: token.to };
  return { from: token.from + 1, to: token.isClosed ? token.to - 1 : offset };
}

function isFile(before: readonly SqlToken[]): boolean {
  const previous = before.at(-1);
  if (previous?.kind === "word") return beforeFile.test(previous.text);
  const open = before.findLastIndex(({ text, kind }) => kind === "punctuation" && text === "(");
  return open > 0 && /^[([,]$/.test(previous?.text ?? "") && fileFunction.test(before[open - 1]?.text ?? "");
}

/** What stands before `schema.`, where that ends it. */
function withoutQualifier(before: readonly SqlToken[]): readonly SqlToken[] {
  let end = before.length;
  while (before[end - 1]?.text === "." && before[end - 1]?.kind === "punctuation") end -= 2;
  return before.slice(0, Math.max(0, end));
}

/** A list behind FROM goes on with tables. */
function wanted(before: readonly SqlToken[]): "tables" | "columns" {
  let clause = "";
  const outer: string[] = [];
  for (const { kind, text } of before) {
    if (kind === "word" && clauseStart.test(text)) clause = text.toUpperCase();
    else if (text === "(" && kind === "punctuation") {
      outer.push(clause);
      clause = "";
    } else if (text === ")" && kind === "punctuation") clause = outer.pop() ?? "";
    else if (text === ";" && kind === "punctuation") clause = "";
  }
  const previous = before.at(-1);
  if (previous?.kind === "word" && beforeTable.test(previous.text)) return "tables";
  const listed = previous?.kind === "punctuation" && previous.text === ",";
  return listed && clause === "FROM" ? "tables" : "columns";
}

const clauseStart = /^(?:SELECT|FROM|WHERE|GROUP|HAVING|ORDER|LIMIT|ON|USING|SET|VALUES|QUALIFY|WINDOW)$/i;

function statementAround(tokens: readonly SqlToken[], offset: number): readonly SqlToken[] {
  const isEnd = ({ kind, text }: SqlToken): boolean => kind === "punctuation" && text === ";";
  const start = tokens.findLastIndex((token) => isEnd(token) && token.to <= offset) + 1;
  const end = tokens.findIndex((token, index) => index >= start && isEnd(token));
  return tokens.slice(start, end === -1 ? undefined : end);
}

function isLower(statement: readonly SqlToken[]): boolean {
  const first = statement.find(({ kind }) => kind === "word")?.text ?? "";
  return first !== "" && first === first.toLowerCase();
}
