/** The YAML of the front matter as a text of its own, taken out of a notebook's head and put back: what an editor shows of it. */
import type { Notebook } from "../model.ts";
import { endsFrontMatter, findHead } from "./head.ts";
import { endsLine } from "./line-ends.ts";
import { isMarkerLine } from "./marker.ts";
import { defaultFrontMatter, readFrontMatter } from "./read-front-matter.ts";

/** Its lines end in "\n", without the last line end; undefined for a file that has no front matter. */
export function frontMatterText({ head = "" }: Pick<Notebook, "head">): string | undefined {
  const { block } = findHead(head);
  return block === undefined ? undefined : shown(head.slice(block.start, block.end));
}

/** The notebook with another text as its front matter, however wrong; undefined takes the block away. An unchanged text changes no byte. */
export function withFrontMatterText(notebook: Notebook, text: string | undefined): Notebook {
  const { head = "", eol } = notebook;
  const { block } = findHead(head);
  if (text === undefined) {
    if (block === undefined) return notebook;
    return { ...notebook, head: head.slice(0, block.opening), frontMatter: defaultFrontMatter() };
  }
  if (block !== undefined && withLines(text) === frontMatterText(notebook)) return notebook;
  const lines = withLines(text).split("\n").map(safeLine);
  const yaml = text === "" ? "" : lines.map((line) => line + eol).join("");
  const { frontMatter } = readFrontMatter(yaml, 1);
  if (block !== undefined)
    return { ...notebook, frontMatter, head: head.slice(0, block.start) + yaml + head.slice(block.end) };
  const before = head === "" || head === "\uFEFF" || endsLine(head) ? head : head + eol;
  return { ...notebook, frontMatter, head: `${before}/* ---${eol}${yaml}--- */${eol}${eol}` };
}

function shown(yaml: string): string {
  return withLines(yaml).replace(/\n$/, "");
}

function withLines(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}

/** What would end the block in the middle stays in it, as a comment. */
function safeLine(line: string): string {
  return endsFrontMatter(line) || isMarkerLine(line) ? `# ${line}` : line;
}
