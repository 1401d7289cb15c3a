/** How a name is declared in the text of a cell: its signature and the comment above it. */
import { commentLines } from "../comment-lines.ts";
import { readTokens } from "./tokens.ts";
import type { Tokens } from "./tokens.ts";

export interface Declaration {
  /** As it is written, up to the body or the value: `async function load(day: string): Promise<Order[]>`. */
  readonly signature: string;
  /** "" where no doc comment stands above it. */
  readonly documentation: string;
}

/** A longer head of a declaration is cut. */
const longestSignature = 500;

/** The last one of the cell's top level; undefined where the cell does not declare the name. */
export function findDeclaration(code: string, name: string): Declaration | undefined {
  if (!code.includes(name)) return undefined;
  const tokens = readTokens(code);
  let found: Declaration | undefined;
  for (let at = 0; at < tokens.all.length; at += 1) {
    const close = tokens.closer.get(at);
    if (tokens.all[at]?.text === name && isDeclared(tokens, at)) found = declarationAt(tokens, at);
    // What is inside of brackets is of another scope.
    if (close !== undefined && tokens.all[at]?.kind === "punctuation") at = close;
  }
  return found;
}

function isDeclared({ all }: Tokens, at: number): boolean {
  const before = all[at - 1]?.text === "*" ? all[at - 2]?.text : all[at - 1]?.text;
  return /^(?:function|class|const|let|var)$/.test(before ?? "") && all[at - 1]?.kind !== "string";
}

function declarationAt(tokens: Tokens, name: number): Declaration {
  const { all, code } = tokens;
  let start = name;
  while (
    /^(?:function|class|const|let|var|async|export|default|abstract|\*)$/.test(all[start - 1]?.text ?? "")
  )
    start -= 1;
  const from = all[start]?.from ?? 0;
  const end = all[headEnd(tokens, name) - 1]?.to ?? from;
  const signature = code.slice(from, end).replaceAll(/\s+/g, " ");
  return {
    signature:
      signature.length <= longestSignature ? signature : `${signature.slice(0, longestSignature - 1)}…`,
    documentation: documentationAbove(tokens, from, all[start - 1]?.to ?? 0),
  };
}

/** Index of the token that the body or the value starts with. */
function headEnd({ all, closer }: Tokens, name: number): number {
  const isVariable = /^(?:const|let|var)$/.test(all[name - 1]?.text ?? "");
  let isFunction = !isVariable;
  for (let at = name + 1; at < all.length; at += 1) {
    const text = all[at]?.text;
    const before = all[at - 1]?.text ?? "";
    const isArrow = text === "=" && all[at + 1]?.text === ">";
    if (text === ";" || (isVariable && isArrow && isFunction)) return at;
    if (isVariable && text === "=" && !isArrow && !isFunction) {
      isFunction = startsFunction(all, at + 1);
      if (!isFunction) return at;
    }
    // A brace behind a colon or a bar is of a type.
    if (text === "{" && isFunction && !/^[:|&<,=]$/.test(before)) return at;
    const close = closer.get(at);
    if (close !== undefined) at = close;
  }
  return all.length;
}

/** `(`, `async`, `function`, or the only parameter of an arrow function. */
function startsFunction(all: Tokens["all"], at: number): boolean {
  const text = all[at]?.text ?? "";
  return (
    /^(?:async|function)$/.test(text) || all[at + 1]?.text === "=" || (text === "(" && isArrowHead(all, at))
  );
}

/** Whether an arrow follows before the statement ends. */
function isArrowHead(all: Tokens["all"], from: number): boolean {
  for (let at = from; at < all.length && all[at]?.text !== ";"; at += 1)
    if (all[at]?.text === "=" && all[at + 1]?.text === ">") return true;
  return false;
}

function documentationAbove({ code, comments }: Tokens, from: number, after: number): string {
  const comment = comments.findLast((each) => each.from >= after && each.to <= from);
  if (comment?.text.startsWith("/**") !== true || /\n[^\S\n]*\n/.test(code.slice(comment.to, from)))
    return "";
  return commentLines(comment.text, true).join("\n").trim();
}
