import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import * as z from "zod";
import { analyseCells } from "../../notebook/analysis/analyse-cells.ts";
import { importNotebook } from "../../notebook/foreign/import-notebook.ts";
import type { Imported, ImportFinding } from "../../notebook/foreign/imported.ts";
import { isReadable, type ReadableEnding, readableEndings } from "../../notebook/foreign/readable-endings.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { writeNotebook } from "../../notebook/format/write.ts";
import { toIpynb } from "../../notebook/ipynb/to-ipynb.ts";
import type { Cell, Notebook, Problem } from "../../notebook/model.ts";
import { readParameters } from "../../notebook/parameters/read-parameters.ts";
import { placeInCell } from "../../notebook/place-in-cell.ts";
import { CliError } from "../cli-error.ts";
import { mayWrite, type OutputRequest, writeOutput } from "../files/output-file.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import type { Terminal } from "../terminal/terminal.ts";

const Ranges = z.record(z.string(), z.string()).default({});
const Manifest = z.looseObject({ dependencies: Ranges, devDependencies: Ranges });

/** Asks the package.json files of the file's folder and those above, the nearest first. */
function nearPackages(path: string): (name: string) => string | undefined {
  const known = new Map<string, string>();
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    for (const [name, range] of rangesOf(join(folder, "package.json")))
      if (!known.has(name)) known.set(name, range);
    if (dirname(folder) === folder) return (name) => known.get(name);
  }
}

/** Ranges that lead to the registry; a path or a workspace means nothing elsewhere. */
function rangesOf(path: string): readonly (readonly [string, string])[] {
  try {
    const { dependencies, devDependencies } = Manifest.parse(JSON.parse(readFileSync(path, "utf8")));
    return Object.entries({ ...devDependencies, ...dependencies }).filter(
      ([, range]) => !/^(?:file|link|workspace|portal|catalog):/.test(range),
    );
  } catch {
    return []; // none there, or none that can be read: the ranges stay open
  }
}

/** What `pipenb convert` was given. */
export interface ConvertRequest {
  readonly from: string;
  readonly to: string;
  readonly force: boolean;
}

/** `pipenb convert`: writes the other kind of file; the endings say which way. */
export async function convertNotebook(
  { from, to, force }: ConvertRequest,
  terminal: Terminal,
): Promise<void> {
  const source = sourceOf(from, to);
  const output = { path: to, force, never: from, isOurs: () => false };
  await mayWrite(output);
  await (source === "pipenb" ? fromPipenb(from, output, terminal) : toPipenb(from, source, output, terminal));
}

/** The kind of the file to be read; ends the command where no such file becomes one of the other kind. */
function sourceOf(from: string, to: string): ReadableEnding | "pipenb" {
  const [source, target] = [extname(from), extname(to)];
  if (target === ".pipenb" && isReadable(source)) return source;
  if (target === ".ipynb" && source === ".pipenb") return "pipenb";
  const refused =
    target === ".pipenb"
      ? `${from} is of no kind that can be read.`
      : `${to} is of no kind that can be made of ${from}.`;
  throw new CliError("usage", refused, {
    remedy: `A .pipenb is made of ${readableEndings.join(", ")}; an .ipynb is made of a .pipenb.`,
  });
}

async function toPipenb(
  from: string,
  source: ReadableEnding,
  output: OutputRequest,
  terminal: Terminal,
): Promise<void> {
  const { path: to } = output;
  const text = await read(from);
  const imported = importNotebook(source, text, { isBuiltin, rangeOf: nearPackages(from) });
  if (imported.kind === "failed") {
    const { line, column, message, remedy = "" } = imported.problem;
    throw new CliError("notebook", `${from}:${line}:${column}: ${message}`, { remedy });
  }
  const written = writeNotebook(imported.notebook);
  const { notebook, inCells, elsewhere, stops } = importProblems(imported, written);
  for (const { message, remedy } of elsewhere) terminal.complain(`${from}: warning: ${message}\n  ${remedy}`);
  for (const problem of inCells) terminal.complain(describeProblem(to, notebook, problem));
  await writeOutput(output, written, terminal);
  const rest =
    stops === 0 ? "" : `; ${stops === 1 ? "one place" : `${stops} places`} to change before it runs`;
  terminal.note(`wrote ${to}${rest}`);
}

async function fromPipenb(from: string, output: OutputRequest, terminal: Terminal): Promise<void> {
  const { notebook, problems } = parseNotebook(await read(from));
  for (const each of problems) terminal.complain(describeProblem(from, notebook, each));
  if (problems.some(({ severity }) => severity === "error"))
    throw new CliError("notebook", `${from} has errors and was not converted.`);
  await writeOutput(output, toIpynb(notebook), terminal);
  terminal.note(`wrote ${output.path}`);
}

function read(path: string): Promise<string> {
  return readTextFile(path, "Name a file that is there.");
}

/** The notebook as it is written, problems in its cells by their lines, and findings about it as a whole. */
function importProblems(
  { findings }: Imported,
  written: string,
): {
  readonly notebook: Notebook;
  readonly inCells: readonly Problem[];
  readonly elsewhere: readonly ImportFinding[];
  /** How many of them keep a cell from running. */
  readonly stops: number;
} {
  const { notebook, problems } = parseNotebook(written);
  const { cells } = notebook;
  const placed = findings.flatMap((finding): Problem[] => {
    const cell = finding.cell === undefined ? undefined : cells[finding.cell];
    return cell === undefined ? [] : [problemAt(cell, finding)];
  });
  const parameters = cells.find(({ kind }) => kind === "parameters");
  const wrong = [
    ...problems,
    ...(parameters === undefined ? [] : readParameters(parameters).problems),
    ...syntaxErrors(cells.filter(({ kind }) => kind === "code")),
  ];
  const lines = new Set(placed.map(({ line }) => line));
  const others = wrong.filter(({ line }) => !lines.has(line));
  return {
    notebook,
    inCells: [...placed, ...others].sort((a, b) => a.line - b.line || a.column - b.column),
    stops:
      findings.filter(({ stops }) => stops === true).length +
      others.filter(({ severity }) => severity === "error").length,
    elsewhere: findings.filter(({ cell }) => cell === undefined || cells[cell] === undefined),
  };
}

function problemAt(cell: Cell, { message, remedy, at = 0 }: ImportFinding): Problem {
  return { severity: "warning", message, remedy, ...placeInCell(cell, at) };
}

/** One for each cell: what follows from the first mistake is none of its own. */
function syntaxErrors(cells: readonly Cell[]): readonly Problem[] {
  const analyses = analyseCells(cells.map(({ text }) => text));
  return cells.flatMap((cell, index): Problem[] => {
    const error = analyses[index]?.errors[0];
    if (error === undefined) return [];
    return [{ severity: "error", message: error.message, ...placeInCell(cell, error.start) }];
  });
}
