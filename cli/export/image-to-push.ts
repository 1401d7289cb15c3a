import { extname } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { findBuiltImage } from "../../app/image/built-images.ts";
import { CliError } from "../cli-error.ts";
import { openNotebook } from "../notebook/open-notebook.ts";

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
  names: readonly string[],
): Promise<ImageToPush> {
  if (extname(what) !== ".pipenb") return { image: what, names: names.length === 0 ? [what] : names };
  const open = await openNotebook(what);
  const built = await findBuiltImage(engine, open);
  if (built.kind === "current")
    return { image: built.image.id, names: names.length === 0 ? built.image.tags : names };
  const older = built.kind === "older" ? built.image.tags[0] : undefined;
  const name = names[0] ?? older ?? `registry.example.com/${open.name}:1`;
  const build = `Build it: pipenb build ${what} --tag ${name}`;
  if (older === undefined)
    throw new CliError("file", `No image was built from ${what} yet.`, { remedy: build });
  throw new CliError("file", `${what} has changed since ${older} was built from it.`, {
    remedy: `${build}, or push the older one by its name: pipenb push ${older}`,
  });
}
