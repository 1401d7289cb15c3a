/** Whether a text is a whole cell or is still being typed. */
import { stripTypeScriptTypes } from "node:module";
import type { ReplySent } from "../../protocol/requests.ts";
import { helpAskedBy } from "../../notebook/live/help-asked.ts";
import { inParentheses, objectCell } from "../../notebook/analysis/object-cell.ts";

const unfinished =
  /Unterminated|Unexpected eof|Unexpected token `<eof>`|Expected .* got .*<eof>|unexpected end/i;

/** Content of `is_complete_reply`. */
export function isComplete(code: string): ReplySent<"is_complete_request"> {
  const object = objectCell(code);
  const problem = problemOf(code);
  if (problem === undefined || helpAskedBy(code) !== undefined) return { status: "complete" };
  if (object !== undefined && problemOf(inParentheses(code, object)) === undefined)
    return { status: "complete" };
  return unfinished.test(problem) || opens(code) || goesOn(code)
    ? { status: "incomplete", indent: "  " }
    : { status: "invalid" };
}

/** What the parser says of it; undefined of a whole cell. */
function problemOf(code: string): string | undefined {
  try {
    stripTypeScriptTypes(code, { mode: "transform" });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

/** It lacks an expression at its end, as `const x =` does: the parser's message does not say where. */
function goesOn(code: string): boolean {
  const problem = problemOf(`${code}\nx`);
  return problem === undefined || unfinished.test(problem);
}

/** More brackets opened than closed: the parser's message names the token it met, not what is missing. */
function opens(code: string): boolean {
  return (code.match(/[([{]/g)?.length ?? 0) > (code.match(/[)\]}]/g)?.length ?? 0);
}
