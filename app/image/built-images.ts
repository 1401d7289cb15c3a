/** Which images of an engine were built from a notebook: known by their labels, whoever built them. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Engine, ImageSummary, ListedImage } from "../../containers/engine/engine.ts";
import { notebookLabel } from "../../pipeline/dockerfile.ts";

/** A notebook as a build finds it. */
export interface BuiltFrom {
  /** Absolute. */
  readonly path: string;
  /** The whole text of its file. */
  readonly text: string;
}

/** Digests: an image goes to registries, and the folders of this machine are nobody's business there. */
const placeLabel = "io.pipenb.place";
const sourceLabel = "io.pipenb.source";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/**
 * Labels that tell a build's notebook from others of the same name, and from what became of it since. Without its place it is
 * told by the name alone, and the labels are the same on every machine.
 */
export function builtFromLabels(
  { path, text }: BuiltFrom,
  { withPlace = true }: { readonly withPlace?: boolean } = {},
): Readonly<Record<string, string>> {
  return { ...(withPlace ? { [placeLabel]: digest(path) } : {}), [sourceLabel]: digest(text) };
}

type Labelled = Pick<ListedImage, "labels">;

/** Whether the image was built from the notebook as it is now. */
function isCurrent({ labels }: Labelled, { text }: Pick<BuiltFrom, "text">): boolean {
  return labels[sourceLabel] === digest(text);
}

/** Whether the notebook has changed since; undefined where the image does not tell. */
export function isOlder(image: Labelled, notebook: Pick<BuiltFrom, "text">): boolean | undefined {
  return image.labels[sourceLabel] === undefined ? undefined : !isCurrent(image, notebook);
}

/** Whether it was built from that file; an image of `docker build` knows no more than the file's name. */
export function isBuiltFrom({ labels }: Labelled, path: string): boolean {
  if (labels[notebookLabel] !== basename(path)) return false;
  const place = labels[placeLabel];
  return place === undefined || place === digest(path);
}

/** Every image of a pipeline that has a name, the newest first. */
export async function pipelineImages(engine: Engine): Promise<readonly ListedImage[]> {
  const images = await engine.imagesWithLabel(notebookLabel);
  return images.filter(({ tags }) => tags.length > 0);
}

/** What an engine has of a notebook: an image of the notebook as it is now, one of an older state of it, or none. */
export type BuiltImage<Image> =
  | { readonly kind: "current"; readonly image: Image }
  | { readonly kind: "older"; readonly image: Image }
  | { readonly kind: "none" };

/**
 * The image of a notebook among those of the engine, whatever its names; of older ones the newest.
 * @param wanted the id that goes before others, where several are of the notebook as it is now
 */
export async function findBuiltImage(
  engine: Engine,
  notebook: BuiltFrom,
  wanted?: string,
): Promise<BuiltImage<ListedImage>> {
  const images = (await pipelineImages(engine)).filter((image) => isBuiltFrom(image, notebook.path));
  const all = images.filter((image) => isCurrent(image, notebook));
  const current = all.find(({ id }) => id === wanted) ?? all[0];
  if (current !== undefined) return { kind: "current", image: current };
  const [older] = images;
  return older === undefined ? { kind: "none" } : { kind: "older", image: older };
}

/** The image of a notebook under the name that was last given to it. */
export async function builtImageNamed(
  engine: Engine,
  notebook: Pick<BuiltFrom, "text">,
  tag: string,
): Promise<BuiltImage<ImageSummary>> {
  const image = await engine.image(tag);
  if (image === undefined) return { kind: "none" };
  return { kind: isCurrent(image, notebook) ? "current" : "older", image };
}
