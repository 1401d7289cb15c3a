/** Which images of an engine were built from a notebook: known by their labels, whoever built them. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Engine, ListedImage } from "../engine/engine.ts";
import { notebookLabel } from "../export/dockerfile.ts";

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

/** Labels that tell a build's notebook from others of the same name, and from what became of it since. */
export function builtFromLabels({ path, text }: BuiltFrom): Readonly<Record<string, string>> {
  return { [placeLabel]: digest(path), [sourceLabel]: digest(text) };
}

type Labelled = Pick<ListedImage, "labels">;

/** Whether the image was built from the notebook as it is now. */
export function isCurrent({ labels }: Labelled, { text }: Pick<BuiltFrom, "text">): boolean {
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
