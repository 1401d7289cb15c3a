/** Words the schema's complaints about front matter for the person who wrote it, at the line they are about. */
import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from "yaml";
import type { ZodError } from "zod";
import { knownKeys, schemaAt } from "../front-matter-help/json-schema.ts";
import type { Problem } from "../model.ts";
import { nearest } from "../nearest.ts";
import { libraryName } from "../specifiers/advise-specifier.ts";

/** One complaint of the schema. */
export type Issue = ZodError["issues"][number];

/** One problem for each complaint; an unknown key is a complaint of its own. */
export function issueProblems(
  issues: readonly Issue[],
  document: Document.Parsed,
  lines: LineCounter,
  firstLine: number,
): readonly Problem[] {
  return issues.flatMap((issue) => {
    const paths =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => {
      const { offset, complete } = find(document, path);
      // What is missing from the whole block is reported at the line that opens it.
      const place = offset === undefined ? { line: 0, col: 1 } : lines.linePos(offset);
      const line = firstLine + place.line - 1;
      const { message, remedy } = wording(issue, path, complete);
      return { severity: "error" as const, message, remedy, line, column: place.col };
    });
  });
}

/** Where on the path the document ends: offset of the deepest key or item that is there, and whether all of them are. */
interface Place {
  readonly offset: number | undefined;
  readonly complete: boolean;
}

function find(document: Document.Parsed, path: readonly PropertyKey[]): Place {
  let node: unknown = document.contents;
  let offset = path.length === 0 ? document.contents?.range[0] : undefined;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    let start: number | undefined;
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item.key) === String(step));
      start = startOf(pair?.key);
      node = pair?.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      start = startOf(node);
    }
    if (start === undefined) return { offset, complete: false };
    offset = start;
  }
  return { offset, complete: true };
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null) return undefined;
  const { range } = node as Partial<Node>; // SAFETY: every field of Partial is optional and range is checked below.
  return Array.isArray(range) ? range[0] : undefined;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

interface Wording {
  readonly message: string;
  readonly remedy: string;
}

function wording(issue: Issue, path: readonly PropertyKey[], present: boolean): Wording {
  const key = path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const meant = nearest(String(path.at(-1)), knownKeys(schemaAt(path.slice(0, -1).map(asStep))));
    return {
      message: `\`${key}\` is not known in the front matter.`,
      remedy: meant === undefined ? "Correct its spelling or remove it." : `Did you mean \`${meant}\`?`,
    };
  }
  if (key === "pipenb") {
    return present
      ? {
          message: "`pipenb` must be 1: this pipenb reads version 1 of the format.",
          remedy: "Write `pipenb: 1`, or update pipenb if the file comes from a newer one.",
        }
      : { message: "`pipenb`, the version of the format, is missing.", remedy: "Add the line `pipenb: 1`." };
  }
  if (key === "") {
    return {
      message: "The front matter must be a map of keys.",
      remedy: "Write `key: value` lines, `pipenb: 1` first.",
    };
  }
  if (key === `image.npm.${libraryName}`)
    return {
      message: `${libraryName} is the library that every notebook has by itself, and no package of npm.`,
      remedy: "Remove the line.",
    };
  if (!present) return { message: `\`${key}\` is missing.`, remedy: "Add it." };
  if (issue.code === "invalid_type") {
    const remedy = issue.expected === "string" ? "Put the value in quotes." : "Correct the value.";
    return { message: `\`${key}\` must be ${expectedWords(issue.expected)}.`, remedy };
  }
  return { message: `\`${key}\` is not right: ${issue.message}.`, remedy: "Correct the value." };
}

function asStep(step: PropertyKey): string | number {
  return typeof step === "number" ? step : String(step);
}

function expectedWords(expected: string): string {
  if (expected === "string") return "text";
  if (expected === "array") return "a list";
  if (expected === "object" || expected === "record") return "a map of keys";
  return `a ${expected}`;
}
