import { extname } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { findBuiltImage } from "../../app/image/built-images.ts";
import { revisionLabel } from "../../app/image/git-state.ts";
import { CliError } from "../cli-error.ts";
import type { ImageNames } from "../commands/image-name-options.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { namesOfGit } from "./names-of-git.ts";

/** An image, and the names it is to be pushed under. */
export interface ImageToPush {
  /** A name or an id. */
  readonly image: string;
  readonly names: readonly string[];
}

/** Finds what `pipenb push` means: an image by its name, or the one that was built from a notebook as it is now. */
export async function imageToPush(
  engine: Engine,
  what: string,
  { tag = [], repository }: ImageNames,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ImageToPush> {
  if (extname(what) !== ".pipenb") {
    if (repository === undefined) return { image: what, names: tag.length === 0 ? [what] : tag };
    throw new CliError(
      "usage",
      `--repository takes its tags from a notebook's git, and ${what} is an image.`,
      {
        remedy: "Name the notebook, or the names to push the image under: --tag NAME.",
      },
    );
  }
  const open = await openNotebook(what);
  const ofGit = repository === undefined ? undefined : await namesOfGit(repository, what, env);
  const names = [...tag, ...(ofGit?.names ?? [])];
  const built = await findBuiltImage(engine, open);
  if (built.kind === "current") {
    const { image } = built;
    if (ofGit !== undefined && image.labels[revisionLabel] !== ofGit.revision)
      throw new CliError(
        "file",
        `${image.tags[0] ?? image.id} was not built at the commit ${ofGit.revision.slice(0, 10)}.`,
        {
          remedy: `Build it again: pipenb build ${what} --repository ${repository ?? ""}`,
        },
      );
    return { image: image.id, names: names.length === 0 ? image.tags : names };
  }
  const older = built.kind === "older" ? built.image.tags[0] : undefined;
  const name = names[0] ?? older ?? `registry.example.com/${open.name}:1`;
  const build = `Build it: pipenb build ${what} --tag ${name}`;
  if (older === undefined)
    throw new CliError("file", `No image was built from ${what} yet.`, { remedy: build });
  throw new CliError("file", `${what} has changed since ${older} was built from it.`, {
    remedy: `${build}, or push the older one by its name: pipenb push ${older}`,
  });
}
