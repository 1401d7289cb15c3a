import type { AddCommand } from "./command.ts";

/** `pipenb pull IMAGE` */
export const addPull: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("pull")
    .summary("pull a pipeline's image from a registry")
    .description("Pulls an image. Logins are those of docker login.")
    .argument("<image>", "the image's name, with its registry; NAME@sha256:… names exactly one")
    .option("--json", "the image as JSON on stdout")
    .action(async (image: string, { json }: { json?: boolean }) => {
      terminal.json = json === true;
      const { pullCommand } = await import("../run/pull-image.ts");
      exitWith(await pullCommand(image, terminal, env));
    });
};
