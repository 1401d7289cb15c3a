import { dirname } from "node:path";
import type { BuildEvent, Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { buildSettings } from "../../containers/images/base-image.ts";
import { buildPipelineImage } from "../../containers/images/pipeline-image.ts";
import type { ExportFiles } from "../export/gather-export.ts";
import { builtFromLabels, type BuiltFrom } from "./built-images.ts";
import { createdLabel, gitState, originLabels } from "./git-state.ts";

/** What is to be built, and who hears of it. */
export interface ImageBuild {
  readonly files: ExportFiles;
  readonly tag: string;
  /** Proxies and certificates of the build come from here. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The same image whoever builds it, wherever and whenever. */
  readonly reproducible?: boolean;
  /** Whether its labels say of which commit it is, true when absent. Without, it stays the same when the commit alone is another. */
  readonly withOrigin?: boolean;
  /** Takes the image of that name where it was made of all the same. */
  readonly reuse?: boolean;
  readonly onEvent: (event: BuildEvent) => void;
  readonly signal: AbortSignal;
}

/** Builds the image of a notebook's export; labels say which notebook it is of, as it is now, and which commit. */
export async function buildImage(
  engine: Engine,
  source: BuiltFrom,
  { env, reproducible = false, withOrigin = true, ...build }: ImageBuild,
): Promise<ImageSummary> {
  const origin = withOrigin ? originLabels(await gitState(dirname(source.path), env)) : {};
  const created = origin[createdLabel];
  return buildPipelineImage(engine, {
    ...build,
    settings: buildSettings(env),
    labels: { ...builtFromLabels(source, { withPlace: !reproducible }), ...origin },
    ...(reproducible
      ? { reproducible: { created: created === undefined ? undefined : new Date(created) } }
      : {}),
  });
}
