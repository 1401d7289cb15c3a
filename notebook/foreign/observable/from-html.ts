/** Reads a notebook as Observable's desktop application and Notebook Kit keep it: HTML with a script element for each cell. */
import ts from "typescript";
import { applyEdits, type Edit } from "../../analysis/apply-edits.ts";
import { fenced, template } from "../cell-of-language.ts";
import type { ImportResult } from "../imported.ts";
import { cellOfInput } from "./inputs.ts";
import { interpolated } from "./interpolated.ts";
import { cellOfObservableText } from "./observable-text.ts";
import { markdownCell, mayBePromise, type ReactiveCell } from "./reactive-cell.ts";
import { reactiveNotebook } from "./reactive-notebook.ts";

/** The notebook in the text of an `.html` file. */
export function fromObservableHtml(html: string): ImportResult {
  const body = /<notebook\b[^>]*>([\s\S]*)<\/notebook\s*>/i.exec(html)?.[1];
  if (body === undefined) return { kind: "failed", problem: notObservable };
  const title = /<title>([\s\S]*?)<\/title\s*>/i.exec(html)?.[1];
  const scripts = body.matchAll(/<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/script\s*>/gi);
  const cells = Array.from(scripts, ([, attributes = "", text = ""]) => {
    const source = dedented(text.replaceAll(/<\\(?=\\*\/script[\s>])/gi, "<"));
    return cellOf(attributeOf(attributes, "type") ?? "module", source, attributeOf(attributes, "output"));
  });
  return reactiveNotebook(title === undefined ? undefined : decoded(title), cells, new Map());
}

function cellOf(type: string, text: string, output: string | undefined): ReactiveCell {
  switch (type) {
    case "module":
    case "text/x-typescript":
    case "application/vnd.node.javascript": {
      const input = viewedInput(text);
      return input === undefined
        ? { kind: "code", text: withWaiting(text) }
        : cellOfInput(input.name, input.code);
    }
    case "application/vnd.observable.javascript":
      return cellOfObservableText(text);
    case "text/markdown":
      return markdownCell(text);
    case "text/html":
      return { kind: "code", text: `display.html(${interpolated(text) ?? template(text)});` };
    case "application/x-tex":
      return { kind: "markdown", text: `$$${text}$$` };
    default:
      return {
        kind: "markdown",
        text: fenced(/\w+$/.exec(type)?.[0] ?? "", text),
        finding: {
          message: `The cell${output === undefined ? "" : ` that gives ${output}`} is written in ${type}; it is kept as text.`,
          remedy: "Write in TypeScript what it does.",
          stops: output !== undefined,
        },
      };
  }
}

function attributeOf(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(
    attributes,
  );
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** Cells are indented by four blanks in the file. */
function dedented(text: string): string {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines[0]?.trim() === "") lines.shift();
  if (lines.at(-1)?.trim() === "") lines.pop();
  return lines.map((line) => line.replace(/^ {1,4}/, "")).join("\n");
}

function decoded(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? "");
}

const notObservable = {
  severity: "error",
  message: "This HTML is no Observable notebook: it has no <notebook> element.",
  remedy:
    "Choose a file of Observable's desktop application, or get one with `npx @observablehq/notebook-kit download ADDRESS`.",
  line: 1,
  column: 1,
} as const;

/** A cell of plain JavaScript in an Observable notebook, whose promises are waited for by the cells that name them. */

/** The text with `await` before what may be a promise in its declarations. */
function withWaiting(text: string): string {
  const edits = sourceOf(text).statements.flatMap((statement): readonly Edit[] => {
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ initializer }): readonly Edit[] => {
      if (initializer === undefined || !mayBePromise(initializer)) return [];
      const start = initializer.getStart();
      return [{ start, end: start, text: "await " }];
    });
  });
  return applyEdits(text, edits);
}

/** `const name = view(code)`, alone in its cell. */
function viewedInput(text: string): { readonly name: string; readonly code: string } | undefined {
  const [statement, ...more] = sourceOf(text).statements;
  if (statement === undefined || more.length > 0 || !ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const value = declaration?.initializer;
  if (declaration === undefined || value === undefined || !ts.isIdentifier(declaration.name))
    return undefined;
  if (!ts.isCallExpression(value) || value.expression.getText() !== "view") return undefined;
  const [code] = value.arguments;
  return code === undefined ? undefined : { name: declaration.name.text, code: code.getText() };
}

function sourceOf(text: string): ts.SourceFile {
  return ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ESNext, true);
}
