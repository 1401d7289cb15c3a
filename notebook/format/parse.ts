/** Reads a `.pipenb` file. Any text at all opens; what is wrong with it is told beside. */
import type { Cell, Notebook, Parsed, Problem } from "../model.ts";
import { findCells } from "./find-cells.ts";
import { findHead, type Head, opensFrontMatter } from "./head.ts";
import { countLineEnds, prevailingEol } from "./line-ends.ts";
import { cellProblems, readCell } from "./read-cell.ts";
import { defaultFrontMatter, readFrontMatter } from "./read-front-matter.ts";

/** Reads the text of a file into a notebook and the file's problems. */
export function parseNotebook(text: string): Parsed {
  const head = findHead(text);
  const front = readHead(text, head);
  const body = readCells(text, head.end);
  const late = head.block === undefined && head.unclosedLine === undefined ? lateFrontMatter(body.cells) : [];
  const notebook: Notebook = {
    frontMatter: front.frontMatter,
    head: text.slice(0, head.end),
    eol: prevailingEol(text),
    cells: body.cells,
  };
  const problems = [
    ...front.problems,
    ...late,
    ...body.problems,
    ...cellRules(body.cells),
    ...brokenUnicode(text),
  ];
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { notebook, problems };
}

function readHead(text: string, head: Head): Pick<Parsed, "problems"> & Pick<Notebook, "frontMatter"> {
  const { block, unclosedLine } = head;
  if (block === undefined) {
    const problems = unclosedLine === undefined ? [] : [unclosed(unclosedLine)];
    return { frontMatter: defaultFrontMatter(), problems };
  }
  const yaml = text.slice(block.start, block.end);
  const { frontMatter, problems } = readFrontMatter(yaml, block.line + 1);
  return { frontMatter, problems: [...problems, ...blockProblems(yaml, block.line, block.closedProperly)] };
}

function blockProblems(yaml: string, line: number, closedProperly: boolean): readonly Problem[] {
  const problems: Problem[] = [];
  const early = yaml.indexOf("*/");
  if (early !== -1) {
    const before = yaml.slice(0, early).split(/\r\n|\n|\r/);
    problems.push({
      severity: "warning",
      message: "`*/` ends the comment for TypeScript here, within the front matter.",
      remedy: 'Write it in double quotes as "*\\/".',
      line: line + before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    });
  }
  if (!closedProperly) {
    problems.push({
      severity: "warning",
      message: "The front matter is closed by `*/` alone.",
      remedy: "Close it with `--- */`.",
      line: line + countLineEnds(yaml) + 1,
      column: 1,
    });
  }
  return problems;
}

function unclosed(line: number): Problem {
  return {
    severity: "error",
    message: "The front matter that starts here is never closed; it is read as a cell.",
    remedy: "Put a line `--- */` after it, before the first cell.",
    line,
    column: 1,
  };
}

function readCells(text: string, from: number): { cells: readonly Cell[]; problems: readonly Problem[] } {
  const cells: Cell[] = [];
  const problems: Problem[] = [];
  let line = countLineEnds(text.slice(0, from)) + 1;
  for (const span of findCells(text, from)) {
    const source = text.slice(span.start, span.end);
    const read = readCell(source);
    const { kind, name, attributes } = read.marker;
    const textLine = read.markerLine === undefined ? line : line + 1;
    problems.push(...openFenceProblem(cells.at(-1), line));
    cells.push({ kind, name, attributes, text: read.text, line: textLine, source });
    problems.push(...cellProblems(source, read, line));
    line += countLineEnds(source);
  }
  return { cells, problems };
}

function lateFrontMatter([first]: readonly Cell[]): readonly Problem[] {
  const index = first?.text.split("\n").findIndex((line) => opensFrontMatter(line)) ?? -1;
  if (first === undefined || index === -1) return [];
  return [
    {
      severity: "warning",
      message: "Front matter counts only at the top of the file; here it is a comment.",
      remedy: "Move it above everything else.",
      line: first.line + index,
      column: 1,
    },
  ];
}

function cellRules(cells: readonly Cell[]): readonly Problem[] {
  const problems: Problem[] = [];
  const names = new Map<string, number>();
  let parameters: number | undefined;
  for (const { kind, name, line } of cells) {
    const place = { line: line - 1, column: 1 };
    const first = name === undefined ? undefined : names.get(name);
    if (name !== undefined && first !== undefined) {
      const message = `The name \`${name}\` is already that of the cell on line ${first}.`;
      problems.push({ severity: "error", message, remedy: "Give one of the two another name.", ...place });
    } else if (name !== undefined) names.set(name, line - 1);
    if (kind !== "parameters") continue;
    if (parameters !== undefined) {
      const message = `A notebook has one parameters cell; the first is on line ${parameters}.`;
      problems.push({ severity: "error", message, remedy: "Move its declarations there.", ...place });
    }
    parameters ??= line - 1;
  }
  return problems;
}

function brokenUnicode(text: string): readonly Problem[] {
  if (text.isWellFormed()) return [];
  const at = text.search(/\p{Surrogate}/u);
  const before = text.slice(0, at).split(/\r\n|\n|\r/);
  return [
    {
      severity: "warning",
      message: "The text holds half a character (a lone surrogate), which no file can store.",
      remedy: "Remove it.",
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    },
  ];
}

/** A fence of Markdown (three backticks or tildes) that its cell does not close: the marker line below it was likely meant to be in it. */

/** The warning for the cell behind one that leaves a fence open. */
function openFenceProblem(before: Cell | undefined, line: number): readonly Problem[] {
  const open = before?.kind === "markdown" ? openFence(before.text) : undefined;
  if (before === undefined || open === undefined) return [];
  return [
    {
      severity: "warning",
      message: `This line starts a cell, inside the fence that is open since line ${before.line + open}.`,
      remedy: "If it belongs to the fence, write `// \\%%`; if not, close the fence above it.",
      line,
      column: 1,
    },
  ];
}

/** The 0-based line of the fence that is open at the end of the text. */
function openFence(markdown: string): number | undefined {
  let open: { readonly line: number; readonly fence: string } | undefined;
  for (const [line, text] of markdown.split("\n").entries()) {
    const [, fence, info = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(text) ?? [];
    if (fence === undefined) continue;
    if (open === undefined) {
      if (!(fence.startsWith("`") && info.includes("`"))) open = { line, fence };
    } else if (fence.startsWith(open.fence) && info.trim() === "") open = undefined;
  }
  return open?.line;
}
