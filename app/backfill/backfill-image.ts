/** The image that backfills of a notebook run. */
import { createHash } from "node:crypto";
import type { Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { buildImage, type ImageBuild } from "../image/build-image.ts";
import type { SourceNotebook } from "../notebook/source-notebook.ts";

/** The name of the image for the notebook at this path: each is built in the place of the one before. */
export const backfillTag = (path: string): string =>
  `pipenb-backfill:${createHash("sha256").update(path).digest("hex").slice(0, 16)}`;

/** The same notebook is the same image, whatever was committed meanwhile: units that are done stay so. */
export function buildBackfillImage(
  engine: Engine,
  source: SourceNotebook,
  build: Omit<ImageBuild, "tag" | "withOrigin" | "reproducible" | "reuse">,
): Promise<ImageSummary> {
  const tag = backfillTag(source.path);
  return buildImage(engine, source, { ...build, tag, withOrigin: false, reuse: true });
}
