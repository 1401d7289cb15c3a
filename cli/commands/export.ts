import type { AddCommand } from "./command.ts";

interface ExportGiven {
  readonly out: string;
  readonly json?: boolean;
  readonly ignoreTypeErrors?: boolean;
  readonly force?: boolean;
}

/** `pipenb export NOTEBOOK --out DIR` */
export const addExport: AddCommand = (program, { terminal, exitWith }) => {
  program
    .command("export")
    .summary("write the pipeline as files")
    .description(
      "Writes the pipeline as a folder a person would keep: code, packages, Dockerfile, compose file.",
    )
    .argument("<notebook>", "the .pipenb file")
    .requiredOption("--out <folder>", "the folder to write to; other files in it are left alone")
    .option("--ignore-type-errors", "go on although the types of cells are wrong")
    .option("--force", "replace files that pipenb did not write, or that were changed since")
    .option("--json", "the written files as JSON on stdout")
    .action(async (path: string, { out, json, ignoreTypeErrors, force }: ExportGiven) => {
      terminal.json = json === true;
      const { writePipeline } = await import("../export/write-pipeline.ts");
      const request = {
        path,
        folder: out,
        ignoreTypeErrors: ignoreTypeErrors === true,
        force: force === true,
      };
      exitWith(await writePipeline(request, terminal));
    });
};
