import type { AddCommand } from "./command.ts";
import { addNames, type ImageNames } from "./image-name-options.ts";

interface BuildGiven extends ImageNames {
  readonly json?: boolean;
  readonly ignoreTypeErrors?: boolean;
  readonly verify?: boolean;
  readonly reproducible?: boolean;
  readonly sbom?: string;
  readonly provenance?: string;
}

/** `pipenb build NOTEBOOK --tag NAME…|--repository NAME` */
export const addBuild: AddCommand = (program, { terminal, env, exitWith }) => {
  const command = program
    .command("build")
    .summary("build the pipeline's image")
    .description(
      "Exports the notebook and builds its image. Layers that have not changed come from the cache.",
    )
    .argument("<notebook>", "the .pipenb file");
  addNames(command, "the image's name, such as weather:1; may be given several times")
    .option("--ignore-type-errors", "go on although the types of cells are wrong")
    .option("--verify", "give the image its name only if it gives what the notebook gives: see verify")
    .option("--reproducible", "the same digest for the same notebook, whoever builds it; takes longer")
    .option("--sbom <file>", "write what is in the image to a file: CycloneDX as JSON")
    .option("--provenance <file>", "write what it was built from to a file: SLSA provenance as JSON")
    .option("--json", "the image as JSON on stdout")
    .action(
      async (
        path: string,
        { json, ignoreTypeErrors, verify, reproducible, sbom, provenance, ...names }: BuildGiven,
      ) => {
        terminal.json = json === true;
        const { buildImage } = await import("../export/build-image.ts");
        const request = {
          path,
          names,
          ignoreTypeErrors: ignoreTypeErrors === true,
          verify: verify === true,
          reproducible: reproducible === true,
          sbom,
          provenance,
        };
        exitWith(await buildImage(request, terminal, env));
      },
    );
};
