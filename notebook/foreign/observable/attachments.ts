/** Reads of attached files as reads of files beside the notebook. */
import ts from "typescript";
import type { Edit } from "../../analysis/apply-edits.ts";

/** The edits of one cell, and the names of the library they need. */
export interface ReadAttachments {
  readonly edits: readonly Edit[];
  readonly needs: readonly string[];
}

/** `FileAttachment("rows.csv").csv({ typed: true })` and its like for text, JSON and TSV; `places` says where a file lies. */
export function readAttachments(text: string, places: ReadonlyMap<string, string>): ReadAttachments {
  const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ESNext, true);
  const edits: Edit[] = [];
  const needs: string[] = [];
  const visit = (node: ts.Node): void => {
    const read = readOf(node);
    if (read === undefined) {
      ts.forEachChild(node, visit);
      return;
    }
    const place = JSON.stringify(places.get(read.name) ?? read.name);
    edits.push({ start: node.getStart(file), end: node.end, text: `readFile(${place}, "utf8")${read.then}` });
    needs.push("readFile", ...read.needs);
  };
  visit(file);
  return { edits, needs };
}

function readOf(
  node: ts.Node,
): { readonly name: string; readonly then: string; readonly needs: readonly string[] } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: attached, name: method } = node.expression;
  if (!ts.isCallExpression(attached) || attached.expression.getText() !== "FileAttachment") return undefined;
  const [name] = attached.arguments;
  if (name === undefined || !ts.isStringLiteral(name)) return undefined;
  const options = node.arguments.map((each) => each.getText()).join();
  if (method.text === "text" && options === "") return { name: name.text, then: "", needs: [] };
  if (method.text === "json" && options === "")
    return { name: name.text, then: ".then(JSON.parse)", needs: [] };
  if (method.text !== "csv" && method.text !== "tsv") return undefined;
  const isTyped = /^\{\s*typed:\s*true\s*,?\s*\}$/.test(options);
  if (!isTyped && options !== "") return undefined;
  const parse = `${method.text}Parse`;
  return {
    name: name.text,
    then: `.then((text) => ${parse}(text${isTyped ? ", autoType" : ""}))`,
    needs: isTyped ? [parse, "autoType"] : [parse],
  };
}
