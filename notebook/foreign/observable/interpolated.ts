/** Text with `${…}` in it, of which only what stands in the braces is code. */
import { syntaxProblems } from "../../parameters/syntax-problems.ts";
import { template } from "../cell-of-language.ts";

/** The text as a template literal; undefined where nothing in it is code. */
export function interpolated(text: string): string | undefined {
  let literal = "";
  let rest = text;
  for (;;) {
    const start = rest.indexOf("${");
    const end = start === -1 ? undefined : codeEnd(rest, start + 2);
    if (end === undefined) break;
    literal += escaped(rest.slice(0, start)) + rest.slice(start, end + 1);
    rest = rest.slice(end + 1);
  }
  return literal === "" ? undefined : `\`${literal}${escaped(rest)}\``;
}

/** Where the brace stands that makes an expression of what is before it. */
function codeEnd(text: string, from: number): number | undefined {
  for (let end = text.indexOf("}", from); end !== -1; end = text.indexOf("}", end + 1)) {
    const code = text.slice(from, end);
    if (code.trim() !== "" && syntaxProblems(`(${code}\n);`).length === 0) return end;
  }
  return undefined;
}

function escaped(text: string): string {
  return template(text).slice(1, -1);
}
