/** Inspection of the value under the cursor. */
import type { Question } from "../wire/frame.ts";

/** Content of `inspect_reply`. */
export async function inspectAt(
  { code, cursor_pos: cursor }: { readonly code: string; readonly cursor_pos: number },
  ask: (question: Question) => Promise<readonly string[]>,
): Promise<object> {
  const before = /[\p{ID_Continue}$.]*$/u.exec(code.slice(0, cursor))?.[0] ?? "";
  const after = /^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))?.[0] ?? "";
  const expression = (before + after).replace(/^\.+/, "");
  const found = expression === "" ? [] : await ask({ about: "value", expression });
  const data = found[0] === undefined ? {} : { "text/plain": found[0] };
  return { status: "ok", found: found.length > 0, data, metadata: {} };
}
