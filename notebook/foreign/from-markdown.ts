/** Reads Markdown: its fences of TypeScript and JavaScript are the code cells. */
import { newCell } from "../format/new-cell.ts";
import type { Cell } from "../model.ts";
import type { ImportResult } from "./imported.ts";
import { newFrontMatter } from "./new-front-matter.ts";

/** The notebook in the text of a `.md` file. */
export function fromMarkdown(text: string): ImportResult {
  const [, yaml, body = text] = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text) ?? [];
  const title = /^title:\s*["']?(.*?)["']?\s*$/m.exec(yaml ?? "")?.[1];
  const cells: Cell[] = [];
  let prose: string[] = [];
  let fence: { readonly marks: string; readonly isCode: boolean; readonly lines: string[] } | undefined;
  const endProse = (): void => {
    const joined = prose.join("\n").replaceAll(/^\n+|\s+$/g, "");
    if (joined !== "") cells.push(newCell({ kind: "markdown", text: joined }));
    prose = [];
  };
  for (const line of body.split(/\r\n|\n|\r/)) {
    const [, marks = "", info = ""] = /^(`{3,}|~{3,})\s*(.*)$/.exec(line) ?? [];
    if (fence === undefined) {
      const isCode = /^(?:ts|typescript|js|javascript|mts|mjs)\b/i.test(info);
      if (marks !== "") fence = { marks, isCode, lines: [] };
      if (marks !== "" && isCode) endProse();
      else prose.push(line);
    } else if (marks.startsWith(fence.marks) && info === "") {
      if (fence.isCode) cells.push(newCell({ kind: "code", text: fence.lines.join("\n") }));
      else prose.push(line);
      fence = undefined;
    } else (fence.isCode ? fence.lines : prose).push(line);
  }
  if (fence?.isCode === true) cells.push(newCell({ kind: "code", text: fence.lines.join("\n") }));
  endProse();
  return {
    kind: "notebook",
    isOwn: false,
    notebook: { frontMatter: newFrontMatter(title), eol: "\n", cells },
    findings: [],
  };
}
