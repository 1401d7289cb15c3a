/** From what is asked at a place of a cell and what the kernel knows to what may be written there. Pure. */
import type { LiveQuestion, SqlQuestion } from "../notebook/live/questions-at.ts";
import type { Quote } from "../notebook/live/literal-at.ts";
import type { MentionedTable } from "../notebook/live/sql/mentioned-tables.ts";
import { isSqlKeyword, sqlFunctions, sqlKeywords, tableFunctions } from "../notebook/live/sql/sql-words.ts";
import type { Knowledge, KnowledgeRequest, KnownColumn, KnownTable } from "./knowledge.ts";

export interface Suggestion {
  readonly kind: "column" | "table" | "frame" | "query" | "file" | "folder" | "keyword" | "function";
  readonly label: string;
  /** What is written into the code. */
  readonly insert: string;
  /** What it is and where it is from. */
  readonly detail: string;
  /** The same in two or three words, where `detail` has more. */
  readonly brief?: string;
}

/** What to ask the kernel. */
export function requestOf(question: LiveQuestion): KnowledgeRequest {
  switch (question.kind) {
    case "columns":
      return { about: "columns", frames: [...question.frames], orAny: question.orAny };
    case "paths":
      return { about: "files", folder: question.folder, prefix: question.typed };
    case "sql":
      return { about: "tables" };
  }
}

/** The likeliest first. @param knowledge undefined where the kernel says nothing: SQL has words of its own. */
export function suggestionsFor(
  question: LiveQuestion,
  knowledge: Knowledge | undefined,
): readonly Suggestion[] {
  const { quote } = question;
  switch (question.kind) {
    case "columns":
      return unique(columnsOf(knowledge?.tables ?? [], (name) => name)).map((each) => inQuotes(each, quote));
    case "paths":
      return (knowledge?.files ?? []).map(({ name, isFolder }) =>
        inQuotes(
          {
            kind: isFolder ? "folder" : "file",
            label: isFolder ? `${name}/` : name,
            insert: isFolder ? `${name}/` : name,
            detail: `${isFolder ? "folder" : "file"} · from the kernel`,
          },
          quote,
        ),
      );
    case "sql":
      return unique(inSql(question, knowledge?.tables ?? [])).map((each) => inQuotes(each, quote));
  }
}

function inSql(question: SqlQuestion, known: readonly KnownTable[]): readonly Suggestion[] {
  const written = (name: string): string => (question.isQuoted ? name : sqlName(name));
  const tables = known.filter(({ kind }) => kind === "table");
  const frames = known.filter(({ kind }) => kind === "frame");
  if (question.wants === "tables") {
    const inSchema = tables.filter(
      ({ schema }) => question.qualifier === undefined || same(schema, question.qualifier),
    );
    if (question.qualifier !== undefined) return inSchema.map((table) => tableOf(table, written, "main"));
    const listed = inSchema.map((table) => tableOf(table, written, table.schema));
    const queries = question.queries.map((name): Suggestion => ({ kind: "query", label: name, insert: written(name), detail: "query of this statement" })); // prettier-ignore
    const held = frames.map(({ name, columns }): Suggestion => ({ kind: "frame", label: name, insert: written(name), detail: `dataframe of ${columns.length} columns · not a table of DuckDB`, brief: "dataframe, not a table" })); // prettier-ignore
    const functions = question.isQuoted ? [] : tableFunctions.map((name): Suggestion => ({ kind: "function", label: name, insert: name, detail: "table function" })); // prettier-ignore
    return [...queries, ...listed, ...functions, ...held];
  }
  if (question.qualifier !== undefined) {
    const meant = question.tables.filter((table) => isCalled(table, question.qualifier ?? ""));
    return columnsOf(
      meant.flatMap((table) => tablesFor(table, tables)),
      written,
    );
  }
  const read = question.tables.flatMap((table) => tablesFor(table, tables));
  // Of files and functions nobody knows the columns, which often are those of a dataframe that was read from them.
  const columns = columnsOf(read.length > 0 || question.tables.length === 0 ? read : frames, written);
  if (question.isQuoted) return columns;
  const aliases = question.tables.flatMap(({ alias, name }): Suggestion[] => {
    const called = alias ?? name;
    return called === undefined ? [] : [{ kind: "table", label: called, insert: written(called), detail: "read by this statement" }]; // prettier-ignore
  });
  const inCase = (word: string): string => (question.isLower ? word.toLowerCase() : word);
  const keywords = sqlKeywords.map((word): Suggestion => ({ kind: "keyword", label: inCase(word), insert: inCase(word), detail: "SQL" })); // prettier-ignore
  const functions = sqlFunctions.map((name): Suggestion => ({ kind: "function", label: name, insert: name, detail: "function of DuckDB" })); // prettier-ignore
  return [...columns, ...aliases, ...keywords, ...functions];
}

/** With its schema where that is not the one that is meant without. */
function tableOf(
  { name, columns }: KnownTable,
  written: (name: string) => string,
  schema: string | undefined,
): Suggestion {
  const isPlain = schema === undefined || schema === "main";
  return {
    kind: "table",
    label: isPlain ? name : `${schema}.${name}`,
    insert: isPlain ? written(name) : `${written(schema)}.${written(name)}`,
    detail:
      columns.length === 0
        ? "table · made by a cell that has run"
        : `table of ${columns.length} columns · from the kernel`,
    brief: "table · from the kernel",
  };
}

function tablesFor(mentioned: MentionedTable, tables: readonly KnownTable[]): readonly KnownTable[] {
  return tables.filter(
    ({ name, schema }) =>
      same(name, mentioned.name) && (mentioned.schema === undefined || same(schema, mentioned.schema)),
  );
}

function isCalled({ alias, name }: MentionedTable, qualifier: string): boolean {
  return same(alias ?? name, qualifier);
}

/** SQL does not tell apart what differs in case alone. */
function same(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one.toLowerCase() === other.toLowerCase();
}

function columnsOf(tables: readonly KnownTable[], written: (name: string) => string): readonly Suggestion[] {
  return tables.flatMap(({ name: table, columns }) =>
    columns.map(({ name, type }: KnownColumn): Suggestion => ({
      kind: "column",
      label: name,
      insert: written(name),
      detail: `column of ${table} · ${type} · from the kernel`,
      brief: `${type} · from the kernel`,
    })),
  );
}

/** A name that is no plain word, or one of SQL's own, stands between quotes. */
function sqlName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !isSqlKeyword(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

function inQuotes(suggestion: Suggestion, quote: Quote): Suggestion {
  return { ...suggestion, insert: writtenBetween(quote, suggestion.insert) };
}

/** A text as it must be written in a string with these quotes. */
export function writtenBetween(quote: Quote, text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll(quote, `\\${quote}`);
  return quote === "`" ? escaped.replaceAll("${", "\\${") : escaped;
}

/** A name that several dataframes have is told once. */
function unique(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const seen = new Set<string>();
  return suggestions.filter(({ label, kind }) => {
    const key = `${kind} ${label}`;
    return !seen.has(key) && seen.add(key).size > 0;
  });
}
