/** Code with its comments, texts, numbers and keywords marked. */
import { html } from "../html-text.ts";

const keywords =
  "as async await break case catch class const continue default delete do else enum export extends false finally for " +
  "from function if import in instanceof interface let new null of return satisfies static super switch this throw true " +
  "try type typeof undefined using var void while yield";

const token = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))`,
    String.raw`(?<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|` + "`(?:[^`\\\\]|\\\\[\\s\\S])*`?)",
    String.raw`(?<number>\b\d[\w.]*\b)`,
    String.raw`(?<keyword>(?<![.\w$])(?:${keywords.replaceAll(" ", "|")})(?![\w$]))`,
  ].join("|"),
  "g",
);

/** HTML of TypeScript. */
export function codeHtml(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const found of text.matchAll(token)) {
    // SAFETY: each group is of one alternative, of which one has matched.
    const groups = (found.groups ?? {}) as Readonly<Record<string, string | undefined>>;
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    parts.push(html(text.slice(at, found.index)), `<span class="${kind ?? ""}">${html(found[0])}</span>`);
    at = found.index + found[0].length;
  }
  return [...parts, html(text.slice(at))].join("");
}
