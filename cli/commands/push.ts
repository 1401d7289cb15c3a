import type { AddCommand } from "./command.ts";
import { addNames, type ImageNames } from "./image-name-options.ts";

interface PushGiven extends ImageNames {
  readonly json?: boolean;
  readonly sbom?: string;
  readonly provenance?: string;
}

const after = `
A notebook stands for the image that was built from it as it is now. With --tag the image gets that name first, and is
pushed under it alone; without it, it is pushed under the names it has. With --repository its tags follow git: the branch
develop gives "develop", main or master "latest", and each git tag of the commit its own.

  pipenb push weather.pipenb --tag registry.example.com/team/weather:1 --tag registry.example.com/team/weather:latest
  pipenb push weather.pipenb --repository registry.example.com/team/weather
  pipenb push registry.example.com/team/weather:1`;

/** `pipenb push NOTEBOOK|IMAGE [--tag NAME…|--repository NAME]` */
export const addPush: AddCommand = (program, { terminal, env, exitWith }) => {
  const command = program
    .command("push")
    .summary("push the pipeline's image to a registry")
    .description("Pushes an image under one or more names. Logins are those of docker login.")
    .argument("<notebook-or-image>", "a .pipenb file whose image is built, or an image's name");
  addNames(command, "the name to push it under, with its registry; may be given several times")
    .option("--sbom <file>", "put this beside the image in the registry: what build --sbom has written")
    .option("--provenance <file>", "the same for what build --provenance has written")
    .option("--json", "one JSON object for each name on stdout")
    .addHelpText("after", after)
    .action(async (what: string, { json, sbom, provenance, ...names }: PushGiven) => {
      terminal.json = json === true;
      const { pushImages } = await import("../export/push-images.ts");
      exitWith(await pushImages({ what, names, sbom, provenance }, terminal, env));
    });
};
