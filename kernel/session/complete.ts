/**
 * Completion for Jupyter's clients, from the values that are there: names in scope, members of an expression that has no side
 * effects, columns, tables and files inside of strings.
 */
import type { ReplySent } from "../../protocol/requests.ts";
import { namePlaceAt } from "../../notebook/live/expression-at.ts";
import type { CodeRange } from "../../notebook/live/literal-at.ts";
import { questionsAt } from "../../notebook/live/questions-at.ts";
import { stringPlaceAt } from "../../notebook/live/string-place.ts";
import { requestOf, suggestionsFor, writtenBetween } from "../../protocol/suggestions.ts";
import type { ScopeName } from "../wire/packet-table.ts";
import { toPoints, toUnits } from "../../protocol/code-points.ts";
import { tellKnowledge } from "./tell-knowledge.ts";
import type { Knowing } from "./tell-knowledge.ts";

interface Match {
  readonly text: string;
  /** In the words of Jupyter's clients, as far as they have one. */
  readonly type: string;
}

const keywords: readonly string[] = [
  ...[
    "abstract",
    "as",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
  ],
  ...[
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "from",
    "function",
    "if",
  ],
  ...[
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "of",
    "return",
    "satisfies",
  ],
  ...[
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "type",
    "typeof",
    "undefined",
    "using",
    "var",
    "void",
  ],
  ...["while", "yield"],
];

/** Content of `complete_reply`; places are counted in characters, as Jupyter does. */
export async function complete(
  { code, cursor_pos: cursor }: { readonly code: string; readonly cursor_pos: number },
  session: Knowing,
): Promise<ReplySent<"complete_request">> {
  const offset = toUnits(code, cursor);
  const { range, matches } =
    (await inString(code, offset, session)) ??
    (await ofString(code, offset, session)) ??
    (await ofNames(code, offset, session));
  const [start, end] = [toPoints(code, range.from), toPoints(code, range.to)];
  return {
    status: "ok",
    matches: matches.map(({ text }) => text),
    cursor_start: start,
    cursor_end: end,
    metadata: { _jupyter_types_experimental: matches.map((match) => ({ ...match, start, end })) },
  };
}

interface Found {
  readonly range: CodeRange;
  readonly matches: readonly Match[];
}

async function inString(code: string, offset: number, session: Knowing): Promise<Found | undefined> {
  for (const question of questionsAt(code, offset)) {
    const knowledge = await tellKnowledge(requestOf(question), session);
    const typed = question.typed.toLowerCase();
    const matches = suggestionsFor(question, { tables: [], files: [], ...knowledge })
      .filter(({ label }) => label.toLowerCase().startsWith(typed))
      .map(({ insert, kind }) => ({ text: insert, type: wordFor(kind) }));
    if (matches.length > 0) return { range: question.range, matches };
  }
  return undefined;
}

function wordFor(kind: ReturnType<typeof suggestionsFor>[number]["kind"]): string {
  return kind === "file" || kind === "folder" ? "path" : kind;
}

/** Properties between brackets, and modules. */
async function ofString(code: string, offset: number, session: Knowing): Promise<Found | undefined> {
  const place = stringPlaceAt(code, offset);
  if (place === undefined) return undefined;
  const { of, typed: prefix, range, quote } = place;
  const told = await session.ask(
    of === undefined ? { about: "modules", prefix } : { about: "keys", expression: of, prefix },
  );
  const type = of === undefined ? "module" : "property";
  return { range, matches: told.map((name) => ({ text: writtenBetween(quote, name), type })) };
}

async function ofNames(code: string, offset: number, session: Knowing): Promise<Found> {
  const place = namePlaceAt(code, offset);
  if (place === undefined) return { range: { from: offset, to: offset }, matches: [] };
  const { of, typed: prefix, range } = place;
  const told = await session.ask(
    of === undefined ? { about: "names", prefix } : { about: "members", expression: of, prefix },
  );
  // SAFETY: made by the runtime, our own program.
  const names = told.map((text) => JSON.parse(text) as ScopeName);
  const matches = new Map<string, Match>(names.map(({ name, kind }) => [name, { text: name, type: kind }]));
  if (of === undefined && prefix !== "")
    for (const word of keywords)
      if (word.startsWith(prefix) && !matches.has(word)) matches.set(word, { text: word, type: "keyword" });
  return { range, matches: [...matches.values()].sort(byName) };
}

/** Names of insides come last. */
function byName({ text: one }: Match, { text: other }: Match): number {
  const inner = Number(one.startsWith("_")) - Number(other.startsWith("_"));
  return inner !== 0 ? inner : one < other ? -1 : 1;
}
