/**
 * Cells that run whenever what they use changes, as cells that run once from top to bottom: each stands below what it uses, what
 * a page would ask for is a parameter, and what Observable brings along is imported.
 */
import ts from "typescript";
import { analyseCells, type CellAnalysis } from "../../analysis/analyse-cells.ts";
import { applyEdits, type Edit } from "../../analysis/apply-edits.ts";
import { newCell } from "../../format/new-cell.ts";
import type { Cell } from "../../model.ts";
import type { ImportFinding, ImportResult } from "../imported.ts";
import { newFrontMatter } from "../new-front-matter.ts";
import { documentLibrary, libraries, type Library, onlyOnPages } from "./library.ts";
import type { ReactiveCell } from "./reactive-cell.ts";

/** The notebook; `files` says where attached files lie, by their names. */
export function reactiveNotebook(
  title: string | undefined,
  given: readonly ReactiveCell[],
  files: ReadonlyMap<string, string>,
): ImportResult {
  const needs = new Set<string>();
  const read = given
    .filter(({ parameter }) => parameter === undefined)
    .map((cell): ReactiveCell => {
      if (cell.kind !== "code") return cell;
      const attached = readAttachments(cell.text, files);
      for (const name of attached.needs) needs.add(name);
      return { ...cell, text: applyEdits(cell.text, attached.edits) };
    });
  const parameters = given.flatMap(({ parameter }) => (parameter === undefined ? [] : [parameter]));
  const declared = analyseCells(parameters).flatMap(namesOf);
  const analyses = analyseCells(read.map(({ kind, text }) => (kind === "code" ? text : "")));
  const owned = new Set([...declared, ...analyses.flatMap(namesOf)]);
  for (const name of usedNames(analyses)) if (libraries.has(name) && !owned.has(name)) needs.add(name);
  const used = [...libraries].filter(([name]) => needs.has(name)).map(([, library]) => library);
  const makesElements = read.some(({ text }) => /\bd3\s*\.\s*(?:create|select)/.test(text));
  const needsDocument = makesElements || used.some((library) => library.needsDocument);
  const brought = needsDocument ? [documentLibrary, ...used] : used;
  const before: Cell[] = [];
  if (parameters.length > 0) before.push(newCell({ kind: "parameters", text: parameters.join("\n") }));
  if (brought.length > 0) before.push(libraryCell(brought));
  const findings: ImportFinding[] = [];
  const cells = runOrder(analyses).map((index, place): Cell => {
    const cell = read[index] ?? { kind: "code", text: "" };
    const found = [
      ...(cell.finding === undefined ? [] : [cell.finding]),
      ...pageFindings(analyses[index], owned),
    ];
    findings.push(...found.map((finding) => ({ ...finding, cell: before.length + place })));
    return newCell({ kind: cell.kind, text: cell.text });
  });
  const packages = brought.flatMap(({ npm }) => (npm === undefined ? [] : [npm]));
  const plain = newFrontMatter(title);
  const frontMatter = { ...plain, image: { ...plain.image, npm: Object.fromEntries(packages) } };
  const notebook = { frontMatter, eol: "\n", cells: [...before, ...cells] } as const;
  return { kind: "notebook", isOwn: false, notebook, findings };
}

function libraryCell(brought: readonly Library[]): Cell {
  const lines = brought.map(({ code }) => code).filter((code) => code !== "");
  const named = Map.groupBy(
    brought.flatMap((library) => (library.imports === undefined ? [] : [library.imports])),
    ([module]) => module,
  );
  for (const [module, imports] of named)
    lines.push(`import { ${imports.map(([, name]) => name).join(", ")} } from "${module}";`);
  return newCell({ kind: "code", name: "libraries", text: lines.join("\n") });
}

function namesOf({ imports, declarations }: CellAnalysis): readonly string[] {
  return [
    ...imports.flatMap(({ bindings }) => bindings.map(({ local }) => local)),
    ...declarations.flatMap(({ names }) => names),
  ];
}

function usedNames(analyses: readonly CellAnalysis[]): ReadonlySet<string> {
  return new Set(
    analyses.flatMap(({ occurrences }) => occurrences.filter(({ own }) => !own).map(({ name }) => name)),
  );
}

/** One for each name of a cell that only a page has. */
function pageFindings(
  analysis: CellAnalysis | undefined,
  owned: ReadonlySet<string>,
): readonly Omit<ImportFinding, "cell">[] {
  const seen = new Set<string>();
  return (analysis?.occurrences ?? []).flatMap(({ name, own, start }) => {
    const remedy = onlyOnPages.get(name);
    if (remedy === undefined || own || owned.has(name) || seen.has(name)) return [];
    seen.add(name);
    return [{ message: `${name} is there on Observable's pages only.`, remedy, at: start, stops: true }];
  });
}

/** The cells in their order, but for those that stand above what they use. */
function runOrder(analyses: readonly CellAnalysis[]): readonly number[] {
  const makers = new Map<string, number>();
  for (const [index, analysis] of analyses.entries())
    for (const name of namesOf(analysis)) if (!makers.has(name)) makers.set(name, index);
  const order: number[] = [];
  const met = new Set<number>();
  const place = (index: number): void => {
    if (met.has(index)) return;
    met.add(index);
    for (const { name, own } of analyses[index]?.occurrences ?? []) {
      const maker = own ? undefined : makers.get(name);
      if (maker !== undefined) place(maker);
    }
    order.push(index);
  };
  for (const index of analyses.keys()) place(index);
  return order;
}

/** Reads of attached files as reads of files beside the notebook. */

/** The edits of one cell, and the names of the library they need. */
interface ReadAttachments {
  readonly edits: readonly Edit[];
  readonly needs: readonly string[];
}

/** `FileAttachment("rows.csv").csv({ typed: true })` and its like for text, JSON and TSV; `places` says where a file lies. */
function readAttachments(text: string, places: ReadonlyMap<string, string>): ReadAttachments {
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
