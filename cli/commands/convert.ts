import { isBuiltin } from "node:module";
import { extname } from "node:path";
import { importNotebook, readableEndings } from "../../notebook/foreign/import-notebook.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { writeNotebook } from "../../notebook/format/write.ts";
import { toIpynb } from "../../notebook/ipynb/to-ipynb.ts";
import { CliError } from "../cli-error.ts";
import { mayWrite, writeOutput, type OutputRequest } from "../files/output-file.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import { importProblems } from "../notebook/import-problems.ts";
import { nearPackages } from "../notebook/near-packages.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { AddCommand } from "./command.ts";

const understood = `The endings say which way. A .pipenb is made of:
  .ipynb  a Jupyter notebook; of Deno's kernel and tslab's with what is theirs
  .nnb    a notebook of the Node.js notebooks extension
  .ts .js a script with // %% cells (also .mts, .mjs), or the module that Observable gives for a notebook
  .html   an Observable notebook, as its desktop application and Notebook Kit keep it
  .md     Markdown, whose fences of TypeScript and JavaScript are the cells
and an .ipynb of a .pipenb.

Imports from npm: and from the usual mirrors become packages of the front matter, and other kernels' calls that
show something become display's. What cannot be carried over is named with its cell and what to write instead.
Outputs are left behind.`;

/** `pipenb convert FROM TO` */
export const addConvert: AddCommand = (program, { terminal }) => {
  program
    .command("convert")
    .summary("convert notebooks of other kinds to .pipenb, and .pipenb to .ipynb")
    .description(`Converts a notebook.\n\n${understood}`)
    .argument("<from>", `a file that ends in .pipenb, ${readableEndings.join(", ")}`)
    .argument("<to>", "a .pipenb file, or an .ipynb file where the first is a .pipenb")
    .option("--force", "replace the target")
    .action(async (from: string, to: string, { force }: { force?: boolean }) => {
      refuseOtherKinds(from, to);
      const output = { path: to, force: force === true, never: from, isOurs: () => false };
      await mayWrite(output);
      await (extname(to) === ".pipenb"
        ? toPipenb(from, output, terminal)
        : fromPipenb(from, output, terminal));
    });
};

function refuseOtherKinds(from: string, to: string): void {
  const [source, target] = [extname(from), extname(to)];
  if (target === ".pipenb" ? readableEndings.includes(source) : `${source} ${target}` === ".pipenb .ipynb")
    return;
  const refused =
    target === ".pipenb"
      ? `${from} is of no kind that can be read.`
      : `${to} is of no kind that can be made of ${from}.`;
  throw new CliError("usage", refused, {
    remedy: `A .pipenb is made of ${readableEndings.join(", ")}; an .ipynb is made of a .pipenb.`,
  });
}

async function toPipenb(from: string, output: OutputRequest, terminal: Terminal): Promise<void> {
  const { path: to } = output;
  const text = await read(from);
  const imported = importNotebook(extname(from), text, { isBuiltin, rangeOf: nearPackages(from) });
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
