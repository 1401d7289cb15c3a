/** SQL as tokens, however unfinished it is. Comments are left out. */

export interface SqlToken {
  /** A word is a name without quotes, or a keyword; a name has quotes; "value" is a number or what a substitution puts there. */
  readonly kind: "word" | "name" | "text" | "value" | "punctuation";
  readonly from: number;
  readonly to: number;
  /** Without quotes. */
  readonly text: string;
  /** Whether its quote is closed. */
  readonly isClosed: boolean;
}

const pattern =
  /(?<space>\s+)|(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*(?:'|$))|(?<name>"(?:[^"]|"")*(?:"|$))|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<value>[\d.]*\d[\w.]*|\?+|\$\w+)|(?<punctuation>[\s\S])/gu;

/** Every token, and whether the place is in a comment. */
export function readSql(
  sql: string,
  offset: number,
): { readonly tokens: readonly SqlToken[]; readonly isInComment: boolean } {
  const tokens: SqlToken[] = [];
  let isInComment = false;
  for (const match of sql.matchAll(pattern)) {
    const { groups = {}, index: from } = match;
    const [whole] = match;
    const to = from + whole.length;
    if (groups["space"] !== undefined) continue;
    if (groups["comment"] !== undefined) {
      const isOpen = whole.startsWith("--") || !whole.endsWith("*/");
      isInComment ||= from + 1 < offset && (offset < to || (offset === to && isOpen));
      continue;
    }
    tokens.push({ ...tokenOf(groups, whole), from, to });
  }
  return { tokens, isInComment };
}

function tokenOf(
  groups: Readonly<Record<string, string | undefined>>,
  whole: string,
): Pick<SqlToken, "kind" | "text" | "isClosed"> {
  if (groups["text"] !== undefined) return quoted("text", whole);
  if (groups["name"] !== undefined) return quoted("name", whole);
  if (groups["word"] !== undefined) return { kind: "word", text: whole, isClosed: true };
  return { kind: groups["value"] === undefined ? "punctuation" : "value", text: whole, isClosed: true };
}

function quoted(kind: "text" | "name", whole: string): Pick<SqlToken, "kind" | "text" | "isClosed"> {
  const quote = whole.charAt(0);
  const isClosed = whole.length > 1 && whole.endsWith(quote);
  const inner = whole.slice(1, isClosed ? -1 : undefined);
  return { kind, text: inner.replaceAll(quote + quote, quote), isClosed };
}
