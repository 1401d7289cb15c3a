import type { AddCommand } from "./command.ts";

interface BuildGiven {
  readonly tag: string;
  readonly json?: boolean;
  readonly ignoreTypeErrors?: boolean;
}

/** `pipenb build NOTEBOOK --tag NAME` */
export const addBuild: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("build")
    .summary("build the pipeline's image")
    .description(
      "Exports the notebook and builds its image. Layers that have not changed come from the cache.",
    )
    .argument("<notebook>", "the .pipenb file")
    .requiredOption("--tag <name>", "the image's name, such as weather:1")
    .option("--ignore-type-errors", "go on although the types of cells are wrong")
    .option("--json", "the image as JSON on stdout")
    .action(async (path: string, { tag, json, ignoreTypeErrors }: BuildGiven) => {
      terminal.json = json === true;
      const { buildImage } = await import("../export/build-image.ts");
      exitWith(await buildImage({ path, tag, ignoreTypeErrors: ignoreTypeErrors === true }, terminal, env));
    });
};
