/** Writes the part before the first cell, editing the front matter in place when it was changed. */
import type { FrontMatter } from "../front-matter.ts";
import type { Notebook } from "../model.ts";
import { editYaml, newYaml } from "./edit-yaml.ts";
import { findHead } from "./head.ts";
import { countLineEnds, endsLine } from "./line-ends.ts";
import { defaultFrontMatter, readFrontMatter } from "./read-front-matter.ts";

/** The bytes before the first cell. */
export function writeHead({ head, frontMatter, eol }: Notebook): string {
  if (head === undefined) return withBlock("", newYaml(frontMatter), eol);
  const { block } = findHead(head);
  if (block === undefined) {
    return equal(frontMatter, defaultFrontMatter()) ? head : withBlock(head, newYaml(frontMatter), eol);
  }
  const yaml = head.slice(block.start, block.end);
  const read = readFrontMatter(yaml, block.line + 1);
  if (equal(frontMatter, read.frontMatter)) return head;
  const inPlace = read.sound ? editYaml(yaml, read.frontMatter, frontMatter) : undefined;
  const holds = inPlace !== undefined && equal(readFrontMatter(inPlace, 1).frontMatter, frontMatter);
  const edited = holds ? inPlace : newYaml(frontMatter) + asComment(yaml);
  return head.slice(0, block.start) + withEol(edited, eol) + head.slice(block.end);
}

function withBlock(head: string, yaml: string, eol: string): string {
  const before = head === "" || head === "\uFEFF" || endsLine(head) ? head : head + eol;
  return before + withEol(`/* ---\n${yaml}--- */\n\n`, eol);
}

function withEol(text: string, eol: string): string {
  return eol === "\n" ? text : text.replaceAll("\n", eol);
}

/** YAML that could not be read or edited stays in the file, as a comment. */
function asComment(yaml: string): string {
  const lines = yaml.split(/\r\n|\n|\r/).slice(0, countLineEnds(yaml));
  return lines.map((line) => `# ${line.replaceAll("*/", "*\\/")}\n`).join("");
}

function equal(a: FrontMatter, b: FrontMatter): boolean {
  return stable(a) === stable(b);
}

/** JSON with sorted keys, so that equal values give equal texts. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
