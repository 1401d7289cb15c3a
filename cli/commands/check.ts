import type { AddCommand } from "./command.ts";

/** `pipenb check NOTEBOOK…` */
export const addCheck: AddCommand = (program, { terminal, exitWith }) => {
  program
    .command("check")
    .summary("find mistakes without running anything")
    .description(
      "Parses notebooks, checks their types and looks for common mistakes. Ends with 1 when there is an error.",
    )
    .argument("<notebooks...>", ".pipenb files")
    .option(
      "--modules <folder>",
      "folder whose node_modules has the packages' types; the notebook's own and those above are asked anyway",
    )
    .option("--json", "problems as JSON lines on stdout")
    .action(async (paths: string[], { modules, json }: { modules?: string; json?: boolean }) => {
      terminal.json = json === true;
      const { checkNotebooks } = await import("../check/check-notebooks.ts");
      exitWith(await checkNotebooks({ paths, modulesFolder: modules }, terminal));
    });
};
