/** The image of an exported pipeline. */
import { modeOf } from "../files/program-bytes.ts";
import type { BuildEvent, Engine, ImageSummary } from "../engine/engine.ts";
import { type BuildSettings, imageArguments, withCertificates } from "./base-image.ts";

/** What a pipeline's image is made of. */
export interface PipelineImage {
  /** The exported files by their path, among them the Dockerfile. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly tag: string;
  readonly settings: BuildSettings;
  readonly labels?: Readonly<Record<string, string>>;
  readonly onEvent?: ((event: BuildEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Builds the exported files into an image; layers that have not changed come from the cache. */
export async function buildPipelineImage(
  engine: Engine,
  { files, tag, settings, labels, onEvent, signal }: PipelineImage,
): Promise<ImageSummary> {
  const context = [...files].map(([path, contents]) => {
    const mode = modeOf(contents);
    return { path, contents, ...(mode === undefined ? {} : { mode }) };
  });
  return engine.build({
    tag,
    context: await withCertificates(context, settings),
    buildArgs: { ...settings.proxy, ...imageArguments(settings, context) },
    ...(labels === undefined ? {} : { labels }),
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(signal === undefined ? {} : { signal }),
  });
}
