import { isBuiltin } from "node:module";
import { extname } from "node:path";
import { importNotebook } from "../../notebook/foreign/import-notebook.ts";
import { isReadable, readableEndings, type ReadableEnding } from "../../notebook/foreign/readable-endings.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { writeNotebook } from "../../notebook/format/write.ts";
import { toIpynb } from "../../notebook/ipynb/to-ipynb.ts";
import { CliError } from "../cli-error.ts";
import { mayWrite, writeOutput, type OutputRequest } from "../files/output-file.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { importProblems } from "./import-problems.ts";
import { nearPackages } from "./near-packages.ts";

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
