import { writeExport } from "../../containers/export/write-export.ts";
import { gatherExport } from "../export/gather-export.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { StopSignals } from "../run/stop-signals.ts";
import type { AddCommand } from "./command.ts";

/** `pipenb export NOTEBOOK --out DIR` */
export const addExport: AddCommand = (program, { terminal }) => {
  program
    .command("export")
    .summary("write the pipeline as files")
    .description(
      "Writes the pipeline as a folder a person would keep: code, packages, Dockerfile, compose file.",
    )
    .argument("<notebook>", "the .pipenb file")
    .requiredOption("--out <folder>", "the folder to write to; other files in it are left alone")
    .option("--json", "the written files as JSON on stdout")
    .action(async (path: string, { out, json }: { out: string; json?: boolean }) => {
      terminal.json = json === true;
      const signals = new StopSignals(terminal);
      try {
        const files = await gatherExport(await openNotebook(path), terminal, signals.signal);
        await writeExport(out, files);
        terminal.event({ folder: out, files: [...files.keys()].sort() });
        if (terminal.json) return;
        terminal.note(`${out} has ${files.size} files:`);
        terminal.out(`${[...files.keys()].sort().join("\n")}\n`);
      } finally {
        terminal.done();
        signals.release();
      }
    });
};
