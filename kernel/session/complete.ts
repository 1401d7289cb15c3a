/** Completion from the values that are there: names in scope, and members of an expression that has no side effects. */
import type { Question } from "../wire/frame.ts";

type Ask = (question: Question) => Promise<readonly string[]>;

/** Content of `complete_reply`; places are UTF-16 offsets, as in `cursor_pos`. */
export async function complete(
  { code, cursor_pos: cursor }: { readonly code: string; readonly cursor_pos: number },
  ask: Ask,
): Promise<object> {
  const before = code.slice(0, cursor);
  const typed = /[\w$]*$/.exec(before)?.[0] ?? "";
  const path = /([\w$]+(?:\.[\w$]+)*)\.[\w$]*$/.exec(before)?.[1];
  const names = await ask(
    path === undefined ? { about: "names", expression: "" } : { about: "members", expression: path },
  );
  const matches = [...new Set(names)]
    .filter((name) => name.startsWith(typed) && /^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(name))
    .sort();
  return { status: "ok", matches, cursor_start: cursor - typed.length, cursor_end: cursor, metadata: {} };
}
