import type { Command } from "commander";

const another = (name: string, names: readonly string[] | undefined): readonly string[] => [
  ...(names ?? []),
  name,
];

/** The names of an image, as `build` and `push` were given them. */
export interface ImageNames {
  readonly tag?: readonly string[];
  /** A name without a tag: git gives the tags. */
  readonly repository?: string;
}

/** The options of `build` and `push` that name an image. */
export function addNames(command: Command, tag: string): Command {
  return command
    .option("--tag <name>", tag, another)
    .option(
      "--repository <name>",
      "a repository whose tags are those of git: develop, latest for main or master, and each git tag its own",
    );
}
