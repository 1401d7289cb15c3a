import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { writeNotebook } from "../../notebook/format/write.ts";
import { fromIpynb } from "../../notebook/ipynb/from-ipynb.ts";
import { toIpynb } from "../../notebook/ipynb/to-ipynb.ts";
import type { Parsed } from "../../notebook/model.ts";
import { CliError } from "../cli-error.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import type { AddCommand } from "./command.ts";

/** `pipenb convert FROM TO` */
export const addConvert: AddCommand = (program, { terminal }) => {
  program
    .command("convert")
    .summary("convert between .pipenb and .ipynb")
    .description("Converts a notebook; the endings say which way. Outputs of an .ipynb are left behind.")
    .argument("<from>", "a .pipenb or .ipynb file")
    .argument("<to>", "the other kind")
    .option("--force", "replace the target")
    .action(async (from: string, to: string, { force }: { force?: boolean }) => {
      const kinds = `${extname(from)} ${extname(to)}`;
      if (kinds !== ".pipenb .ipynb" && kinds !== ".ipynb .pipenb")
        throw new CliError("usage", "One file must end in .pipenb and the other in .ipynb.");
      if (force !== true && existsSync(to))
        throw new CliError("file", `${to} is there already.`, {
          remedy: "Name another file, or give --force.",
        });
      const { notebook, problems } = await read(from);
      for (const each of problems) terminal.complain(describeProblem(from, notebook, each));
      if (problems.some(({ severity }) => severity === "error"))
        throw new CliError("notebook", `${from} has errors and was not converted.`);
      await writeAtomically(to, extname(to) === ".ipynb" ? toIpynb(notebook) : writeNotebook(notebook));
      terminal.note(`wrote ${to}`);
    });
};

async function read(path: string): Promise<Parsed> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new CliError("file", `${path} cannot be read.`, { cause });
  }
  return extname(path) === ".ipynb" ? fromIpynb(text) : parseNotebook(text);
}
