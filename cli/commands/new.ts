import { existsSync } from "node:fs";
import { basename, extname } from "node:path";
import { dailyTemplate, standardBase, titleOf } from "../../notebook/templates/templates.ts";
import { CliError } from "../cli-error.ts";
import { writeOutput } from "../files/output-file.ts";
import type { AddCommand } from "./command.ts";

/** `pipenb new FILE` */
export const addNew: AddCommand = (program, { terminal }) => {
  program
    .command("new")
    .summary("start a notebook")
    .description("Writes a small notebook to start from.")
    .argument("<file>", "the .pipenb file to write")
    .option("--base <image>", "the image its cells run in", standardBase)
    .action(async (file: string, { base }: { base: string }) => {
      const path = extname(file) === "" ? `${file}.pipenb` : file;
      if (extname(path) !== ".pipenb") throw new CliError("usage", `${path} does not end in .pipenb.`);
      if (existsSync(path))
        throw new CliError("file", `${path} is there already.`, { remedy: "Name another file." });
      const text = dailyTemplate.text(titleOf(basename(path, ".pipenb")), base);
      await writeOutput({ path, force: false, isOurs: () => false }, text, terminal);
      terminal.note(`wrote ${path}. Run it: pipenb run ${path} --help`);
    });
};
