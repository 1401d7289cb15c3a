/** Chains of members and calls, as `orders.filter(…).groupBy`, read from either end. */
import type { Token, Tokens } from "./tokens.ts";

export interface Chain {
  /** The variable it starts from; undefined where it starts from something else. */
  readonly root: string | undefined;
  /** Index of its first token. */
  readonly start: number;
  /** The members in order. Of `orders.filter(…).groupBy`: filter, groupBy. */
  readonly members: readonly string[];
  /** What can be looked at without calling anything: `data.orders` of `data.orders.filter(…)`. Undefined where that is nothing. */
  readonly plain: string | undefined;
  /** Whether `plain` is the whole chain. */
  readonly isPlain: boolean;
}

interface Part {
  readonly kind: "member" | "element" | "call";
  /** As it is written to look at it: `.name`, `[0]`; undefined where it depends on what runs. */
  readonly text?: string;
  readonly member?: string;
}

const keywords: ReadonlySet<string> = new Set(
  [
    "return",
    "typeof",
    "instanceof",
    "in",
    "of",
    "new",
    "delete",
    "void",
    "throw",
    "case",
    "do",
    "else",
  ].concat(
    ["yield", "await", "default", "extends", "export", "if", "while", "for", "with", "switch", "catch"],
    ["const", "let", "var", "function", "class", "import", "from", "as", "satisfies", "async"],
  ),
);

/** Whether the word is a name that a chain may start from. */
export function isName(token: Token | undefined): boolean {
  return token?.kind === "word" && !/^[\d#]/.test(token.text) && !keywords.has(token.text);
}

/** The chain whose last token has this index, called or not; undefined where that is no end of a chain. */
export function chainEndingAt(tokens: Tokens, end: number, isCalled = false): Chain | undefined {
  const parts: Part[] = isCalled ? [{ kind: "call" }] : [];
  let at = skipBang(tokens, end);
  for (;;) {
    const token = tokens.all[at];
    if (token === undefined) return undefined;
    if (token.text === ")" || token.text === "]") {
      const open = tokens.opener.get(at);
      if (open === undefined) return undefined;
      const before = skipBang(tokens, beforeOptional(tokens, open - 1));
      if (!isValueEnd(tokens.all[before])) return chainOf(undefined, open, parts);
      parts.unshift(token.text === ")" ? { kind: "call" } : elementOf(tokens, open, at));
      at = before;
    } else if (token.kind !== "word") return undefined;
    else if (tokens.all[at - 1]?.text === ".") {
      parts.unshift({ kind: "member", text: `.${token.text}`, member: token.text });
      at = skipBang(tokens, tokens.all[at - 2]?.text === "?" ? at - 3 : at - 2);
    } else if (token.text === "this") return chainOf(undefined, at, parts);
    else return isName(token) ? chainOf(token.text, at, parts) : undefined;
  }
}

/** The chain whose first token has this index. */
export function chainStartingAt(tokens: Tokens, start: number): Chain | undefined {
  const root = tokens.all[start];
  if (root === undefined || !isName(root)) return undefined;
  const parts: Part[] = [];
  for (let at = start + 1; ;) {
    const token = tokens.all[at];
    if (token?.text === "!" || token?.text === "?") at += 1;
    else if (token?.text === ".") {
      const member = tokens.all[at + 1];
      if (member?.kind === "word")
        parts.push({ kind: "member", text: `.${member.text}`, member: member.text });
      else if (member?.text !== "(" && member?.text !== "[") break;
      at += member.kind === "word" ? 2 : 1;
    } else if (token?.text === "(" || token?.text === "[") {
      const close = tokens.closer.get(at);
      if (close === undefined) break;
      parts.push(token.text === "(" ? { kind: "call" } : elementOf(tokens, at, close));
      at = close + 1;
    } else break;
  }
  return chainOf(root.text, start, parts);
}

function chainOf(root: string | undefined, start: number, parts: readonly Part[]): Chain {
  const members = parts.flatMap(({ member }) => member ?? []);
  const end = parts.findIndex(({ text }) => text === undefined);
  // What is called is a method, and what is before it is looked at.
  const looked = end === -1 ? parts : parts.slice(0, parts[end]?.kind === "call" ? end - 1 : end);
  const isCalled = end === 0 && parts[0]?.kind === "call";
  const plain =
    isCalled || root === undefined ? undefined : root + looked.map(({ text }) => text ?? "").join("");
  return { root, start, members, plain, isPlain: end === -1 && plain !== undefined };
}

/** An element by a number or a string can be looked at; any other might be anything. */
function elementOf({ all }: Tokens, open: number, close: number): Part {
  const index = all[open + 1];
  const isKnown = index !== undefined && (index.kind === "string" || /^\d+$/.test(index.text));
  return close === open + 2 && isKnown ? { kind: "element", text: `[${index.text}]` } : { kind: "element" };
}

function isValueEnd(token: Token | undefined): boolean {
  return isName(token) || token?.text === "this" || token?.text === ")" || token?.text === "]";
}

function skipBang({ all }: Tokens, at: number): number {
  return all[at]?.text === "!" && isValueEnd(all[at - 1]) ? at - 1 : at;
}

/** Index before `?.` where that stands at the index. */
export function beforeOptional({ all }: Tokens, at: number): number {
  return all[at]?.text === "." && all[at - 1]?.text === "?" ? at - 2 : at;
}
