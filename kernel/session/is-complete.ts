/** Whether a text is a whole cell or is still being typed. */
import { stripTypeScriptTypes } from "node:module";
import type { ReplySent } from "../../protocol/requests.ts";
import { inParentheses, objectCell } from "../../notebook/analysis/object-cell.ts";

const unfinished = /Unterminated|Unexpected eof|Expected .* got .*<eof>|unexpected end/i;

/** Content of `is_complete_reply`. */
export function isComplete(code: string): ReplySent<"is_complete_request"> {
  const object = objectCell(code);
  try {
    stripTypeScriptTypes(code, { mode: "transform" });
    return { status: "complete" };
  } catch (error) {
    if (object !== undefined && isWhole(inParentheses(code, object))) return { status: "complete" };
    const message = error instanceof Error ? error.message : "";
    const open = unfinished.test(message) || opens(code);
    return open ? { status: "incomplete", indent: "  " } : { status: "invalid" };
  }
}

function isWhole(code: string): boolean {
  try {
    stripTypeScriptTypes(code, { mode: "transform" });
    return true;
  } catch {
    return false;
  }
}

/** More brackets opened than closed: the parser's message names the token it met, not what is missing. */
function opens(code: string): boolean {
  return (code.match(/[([{]/g)?.length ?? 0) > (code.match(/[)\]}]/g)?.length ?? 0);
}
