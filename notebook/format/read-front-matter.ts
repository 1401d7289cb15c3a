/** Reads the YAML of a front matter block; what it cannot use, it names with its line and leaves at the default. */
import { LineCounter, parseDocument, type Document } from "yaml";
import { FrontMatterSchema, type FrontMatter } from "../front-matter.ts";
import type { Problem } from "../model.ts";
import { issueProblems, type Issue } from "./front-matter-issues.ts";

/** Front matter as far as it could be read. */
export interface ReadFrontMatter {
  readonly frontMatter: FrontMatter;
  readonly problems: readonly Problem[];
  /** The YAML is sound, so that it can be edited in place. */
  readonly sound: boolean;
}

/** Front matter with nothing said in it. */
export function defaultFrontMatter(): FrontMatter {
  return FrontMatterSchema.parse({ pipenb: 1 });
}

/** Reads YAML whose first line is line `firstLine` of the file. */
export function readFrontMatter(yaml: string, firstLine: number): ReadFrontMatter {
  const text = yaml.replaceAll(/\r\n?/g, "\n");
  const lines = new LineCounter();
  const parsed = parseYaml(text, lines);
  if (parsed.kind === "failed") return unusable([syntaxProblem(parsed.reason, firstLine, 1)]);
  const { document, value } = parsed;
  const syntax = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return syntaxProblem(firstSentence(error.message), firstLine + Math.max(line, 1) - 1, Math.max(col, 1));
  });
  if (syntax.length > 0) return unusable(syntax);
  const result = FrontMatterSchema.safeParse(value ?? {});
  if (result.success) return { frontMatter: result.data, problems: [], sound: true };
  const problems = issueProblems(result.error.issues, document, lines, firstLine);
  const keys = new Set(result.error.issues.flatMap((issue) => topKeys(issue)));
  return { frontMatter: withoutKeys(value, keys), problems, sound: true };
}

type ParsedYaml =
  | { readonly kind: "parsed"; readonly document: Document.Parsed; readonly value: unknown }
  | { readonly kind: "failed"; readonly reason: string };

/** The YAML library throws on a few inputs: nesting too deep, aliases that multiply without end. */
function parseYaml(text: string, lineCounter: LineCounter): ParsedYaml {
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false });
    const value: unknown = document.errors.length > 0 ? undefined : document.toJS();
    return { kind: "parsed", document, value };
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

function unusable(problems: readonly Problem[]): ReadFrontMatter {
  return { frontMatter: defaultFrontMatter(), problems, sound: false };
}

function syntaxProblem(reason: string, line: number, column: number): Problem {
  return {
    severity: "error",
    message: `The front matter is not valid YAML: ${reason}`,
    remedy: "Correct the YAML; until then the notebook has the default environment.",
    line,
    column,
  };
}

function firstSentence(message: string): string {
  return message.split(/[;\n]/)[0] ?? message;
}

function topKeys(issue: Issue): readonly PropertyKey[] {
  if (issue.path.length > 0) return issue.path.slice(0, 1);
  return issue.code === "unrecognized_keys" ? issue.keys : [];
}

/** The front matter without its faulty top-level keys. */
function withoutKeys(value: unknown, keys: ReadonlySet<PropertyKey>): FrontMatter {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return defaultFrontMatter();
  const kept = Object.entries(value).filter(([key]) => !keys.has(key));
  const result = FrontMatterSchema.safeParse({ ...Object.fromEntries(kept), pipenb: 1 });
  return result.success ? result.data : defaultFrontMatter();
}
