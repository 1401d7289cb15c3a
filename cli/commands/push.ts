import type { AddCommand } from "./command.ts";

const after = `
A notebook stands for the image that was built from it as it is now. With --tag the image gets that name first, and is
pushed under it alone; without it, it is pushed under the names it has.

  pipenb push weather.pipenb --tag registry.example.com/team/weather:1 --tag registry.example.com/team/weather:latest
  pipenb push registry.example.com/team/weather:1`;

const another = (name: string, names: readonly string[] | undefined): readonly string[] => [
  ...(names ?? []),
  name,
];

/** `pipenb push NOTEBOOK|IMAGE [--tag NAME…]` */
export const addPush: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("push")
    .summary("push the pipeline's image to a registry")
    .description("Pushes an image under one or more names. Logins are those of docker login.")
    .argument("<notebook-or-image>", "a .pipenb file whose image is built, or an image's name")
    .option(
      "--tag <name>",
      "the name to push it under, with its registry; may be given several times",
      another,
    )
    .option("--json", "one JSON object for each name on stdout")
    .addHelpText("after", after)
    .action(async (what: string, { tag = [], json }: { tag?: readonly string[]; json?: boolean }) => {
      terminal.json = json === true;
      const { pushImages } = await import("../export/push-images.ts");
      exitWith(await pushImages({ what, names: tag }, terminal, env));
    });
};
