/** A cell's code as tokens with their brackets paired, however unfinished it is. Comments are left out. */
import { scanTokens } from "../format/scan-code.ts";
import type { TokenKind } from "../format/scan-code.ts";

export interface Token {
  readonly kind: TokenKind;
  readonly from: number;
  readonly to: number;
  /** As it stands in the code. */
  readonly text: string;
}

/** Places are UTF-16 offsets in `code`, tokens are named by their index. */
export interface Tokens {
  readonly code: string;
  readonly all: readonly Token[];
  readonly comments: readonly Token[];
  /** From an opening bracket to the one that closes it; from a piece of a template to the next. */
  readonly closer: ReadonlyMap<number, number>;
  /** From a closing bracket to the one that opens it; from a piece of a template to the one before. */
  readonly opener: ReadonlyMap<number, number>;
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

export function readTokens(code: string): Tokens {
  const all: Token[] = [];
  const comments: Token[] = [];
  scanTokens(code, (kind, from, end) => {
    const to = Math.min(end, code.length);
    const token = { kind, from, to, text: code.slice(from, to) };
    (kind === "comment" ? comments : all).push(token);
  });
  return { code, all, comments, ...pair(all) };
}

/** Whether a substitution follows the piece of a template. */
export function opensSubstitution({ kind, text }: Token): boolean {
  return kind === "template" && text.length > 2 && text.endsWith("${");
}

/** Whether a substitution stands before the piece of a template. */
function closesSubstitution({ kind, text }: Token): boolean {
  return kind === "template" && text.startsWith("}");
}

/** A bracket that closes another one than the innermost closes that one, where there is one: the code is being written. */
function pair(tokens: readonly Token[]): Pick<Tokens, "closer" | "opener"> {
  const closer = new Map<number, number>();
  const opener = new Map<number, number>();
  const open: { readonly index: number; readonly close: string }[] = [];
  tokens.forEach((token, index) => {
    const { kind, text } = token;
    if (closesSubstitution(token) || (kind === "punctuation" && /^[)\]}]$/.test(text))) {
      const close = kind === "template" ? "${" : text;
      const at = open.findLastIndex((each) => each.close === close);
      const found = open[at];
      if (found !== undefined) {
        closer.set(found.index, index);
        opener.set(index, found.index);
        open.splice(at);
      }
    }
    if (opensSubstitution(token)) open.push({ index, close: "${" });
    const close = kind === "punctuation" ? closing[text] : undefined;
    if (close !== undefined) open.push({ index, close });
  });
  return { closer, opener };
}

/** Whether the place is in a comment: behind the last character of a line comment too. */
export function isInComment({ comments }: Tokens, offset: number): boolean {
  return comments.some(
    ({ from, to, text }) =>
      from < offset && (offset < to || (offset === to && (text.startsWith("//") || !text.endsWith("*/")))),
  );
}
