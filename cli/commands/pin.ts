import type { AddCommand } from "./command.ts";

/** `pipenb pin NOTEBOOK` */
export const addPin: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("pin")
    .summary("write the digest of the base image into the notebook")
    .description(
      "Pulls the notebook's base image and writes its digest behind its name in the front matter, so that all build on the very same one. Again, it takes what the name means today.",
    )
    .argument("<notebook>", "the .pipenb file")
    .action(async (path: string) => {
      const { pinBase } = await import("../export/pin-base.ts");
      exitWith(await pinBase(path, terminal, env));
    });
};
