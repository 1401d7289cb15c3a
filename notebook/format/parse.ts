/** Text of a `.pipenb` file to a notebook. */
import type { Cell, Notebook, Parsed, Problem } from "../model.ts";
import { fromLines } from "./cell-text.ts";
import { findHead } from "./head.ts";
import { isMarker, parseMarker } from "./marker.ts";
import type { Marker } from "./marker.ts";
import { defaultFrontMatter, parseFrontMatter } from "./parse-front-matter.ts";
import { splitCells, splitLines } from "./split.ts";
import type { Line, Section } from "./split.ts";

const unmarked: Marker = { kind: "code", unknownKind: undefined, name: undefined, attributes: new Map() };

/** Never throws: what cannot be understood is code, and is named among the problems. */
export function parseNotebook(text: string): Parsed {
  const lines = splitLines(text);
  const head = findHead(lines);
  const front =
    head.yaml === undefined
      ? { frontMatter: defaultFrontMatter, problems: [] }
      : parseFrontMatter(head.yaml, head.yamlLine);
  const sections = splitCells(lines, head.end);
  const headEnd = firstCell(lines, sections, head.end);
  const cells = sections
    .filter(({ first }) => first >= headEnd)
    .map((section) => toCell(text, lines, section));
  const notebook: Notebook = {
    frontMatter: front.frontMatter,
    head: text.slice(0, lines[headEnd]?.start ?? text.length),
    eol: /\r\n/.test(text.slice(0, text.indexOf("\n") + 1)) ? "\r\n" : "\n",
    cells: cells.map(({ cell }) => cell),
  };
  const problems = [
    ...(head.unclosed ? [unclosedHead(head.yamlLine - 1)] : []),
    ...front.problems,
    ...cells.flatMap((each) => each.problems),
    ...namesTwice(notebook.cells),
    ...parametersTwice(notebook.cells),
  ];
  return { notebook, problems };
}

/** Blank lines between the front matter and the first marker belong to the head; anything else there is a cell. */
function firstCell(lines: readonly Line[], sections: readonly Section[], from: number): number {
  const [first] = sections;
  if (first === undefined) return lines.length;
  const blank = lines
    .slice(first.first, first.end)
    .every(({ text }) => text.replace("\uFEFF", "").trim() === "");
  return blank ? first.end : from;
}

function toCell(
  text: string,
  lines: readonly Line[],
  section: Section,
): { cell: Cell; problems: readonly Problem[] } {
  const head = lines[section.first]?.text ?? "";
  const marked = isMarker(head);
  const marker = marked ? parseMarker(head) : unmarked;
  const from = section.first + (marked ? 1 : 0);
  const body = lines.slice(from, section.end).map((line) => line.text);
  const cell: Cell = {
    kind: marker.kind,
    name: marker.name,
    attributes: marker.attributes,
    text: fromLines(body, marker.kind),
    line: from + 1,
    source: text.slice(lines[section.first]?.start, lines[section.end]?.start ?? text.length),
  };
  const problems: Problem[] = [];
  if (marker.unknownKind !== undefined) problems.push(unknownKind(marker.unknownKind, section.first + 1));
  if (section.unclosed !== undefined && marker.kind !== "markdown")
    problems.push(unclosedText(section.unclosed));
  return { cell, problems };
}

function unclosedHead(line: number): Problem {
  return {
    severity: "error",
    message: "The front matter is not closed.",
    remedy: 'End it with a line "--- */".',
    line,
    column: 1,
  };
}

function unclosedText({
  what,
  line,
}: {
  readonly what: "template" | "comment";
  readonly line: number;
}): Problem {
  return {
    severity: "error",
    message: `A ${what === "template" ? "template literal" : "block comment"} that begins here is not closed.`,
    remedy: what === "template" ? "Close it with a backtick." : 'Close it with "*/".',
    line,
    column: 1,
  };
}

function unknownKind(kind: string, line: number): Problem {
  return {
    severity: "warning",
    message: `"[${kind}]" is no kind of cell; the cell is taken as code.`,
    remedy: "Kinds: [markdown], [parameters]; none for code.",
    line,
    column: 1,
  };
}

function namesTwice(cells: readonly Cell[]): Problem[] {
  const seen = new Map<string, number>();
  const problems: Problem[] = [];
  for (const { name, line } of cells) {
    if (name === undefined) continue;
    const first = seen.get(name);
    if (first === undefined) seen.set(name, line - 1);
    else {
      const message = `Two cells are named "${name}"; the first stands on line ${first}.`;
      problems.push({
        severity: "error",
        message,
        remedy: "Give one of them another name.",
        line: line - 1,
        column: 1,
      });
    }
  }
  return problems;
}

function parametersTwice(cells: readonly Cell[]): Problem[] {
  return cells
    .filter(({ kind }) => kind === "parameters")
    .slice(1)
    .map(({ line }) => ({
      severity: "error",
      message: "A notebook has one parameters cell; this is another.",
      remedy: "Move its declarations into the first.",
      line: line - 1,
      column: 1,
    }));
}
