import type { BuildEvent, Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { buildSettings } from "../../containers/images/base-image.ts";
import { buildPipelineImage } from "../../containers/images/pipeline-image.ts";
import type { ExportFiles } from "../export/gather-export.ts";
import { builtFromLabels, type BuiltFrom } from "./built-images.ts";

/** What is to be built, and who hears of it. */
export interface ImageBuild {
  readonly files: ExportFiles;
  readonly tag: string;
  /** Proxies and certificates of the build come from here. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onEvent: (event: BuildEvent) => void;
  readonly signal: AbortSignal;
}

/** Builds the image of a notebook's export; it carries labels by which it is known to be the notebook's as it is now. */
export function buildImage(
  engine: Engine,
  source: BuiltFrom,
  { env, ...build }: ImageBuild,
): Promise<ImageSummary> {
  return buildPipelineImage(engine, {
    ...build,
    settings: buildSettings(env),
    labels: builtFromLabels(source),
  });
}
