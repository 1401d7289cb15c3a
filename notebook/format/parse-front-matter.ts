/** Front matter from YAML, every problem with its line in the file. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import type * as z from "zod";
import { FrontMatterSchema } from "../front-matter.ts";
import type { FrontMatter } from "../front-matter.ts";
import type { Problem } from "../model.ts";

/** What a notebook without front matter has. */
export const defaultFrontMatter: FrontMatter = FrontMatterSchema.parse({ pipenb: 1 });

export interface ParsedFrontMatter {
  readonly frontMatter: FrontMatter;
  readonly problems: readonly Problem[];
}

/** @param firstLine 1-based line of the file on which the YAML starts */
export function parseFrontMatter(yaml: string, firstLine: number): ParsedFrontMatter {
  const counter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: counter, prettyErrors: false });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = counter.linePos(offset);
    return { line: firstLine + Math.max(line, 1) - 1, column: Math.max(col, 1) };
  };
  const broken = document.errors.map(({ message, pos }): Problem => ({
    severity: "error",
    message: `The front matter is not valid YAML: ${message}`,
    ...at(pos[0]),
  }));
  if (broken.length > 0) return { frontMatter: defaultFrontMatter, problems: broken };
  const checked = FrontMatterSchema.safeParse(document.toJS() ?? {});
  if (checked.success) return { frontMatter: checked.data, problems: [] };
  const problems = checked.error.issues.map((issue) => toProblem(issue, at(offsetOf(document, issue))));
  return { frontMatter: defaultFrontMatter, problems };
}

function toProblem(issue: z.core.$ZodIssue, place: { line: number; column: number }): Problem {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => `"${key}"`).join(", ");
    return {
      severity: "error",
      message: `The front matter has no key ${keys}${path === "" ? "" : ` under "${path}"`}.`,
      remedy:
        "Known keys: pipenb, title, image (base, apt, npm, dockerfile, files), services, mounts, secrets, environment.",
      ...place,
    };
  }
  if (path === "pipenb") {
    return {
      severity: "error",
      message: "The front matter must say the version of the format.",
      remedy: 'Write "pipenb: 1" as its first line.',
      ...place,
    };
  }
  return {
    severity: "error",
    message: `"${path}" in the front matter is wrong: ${issue.message}.`,
    ...place,
  };
}

/** Where in the YAML the value of an issue, or its unknown key, stands; its nearest parent when it is missing. */
function offsetOf(document: Document.Parsed, issue: z.core.$ZodIssue): number {
  const extra = issue.code === "unrecognized_keys" ? [issue.keys[0]] : [];
  for (const path of [[...issue.path, ...extra], [...issue.path]]) {
    const offset = keyOffset(document, path);
    if (offset !== undefined) return offset;
  }
  return 0;
}

function keyOffset(document: Document.Parsed, path: readonly unknown[]): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) return offset;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}
