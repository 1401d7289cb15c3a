/** The image of an exported pipeline. */
import { modeOf } from "../files/program-bytes.ts";
import type { BuildEvent, Engine, ImageSummary } from "../engine/engine.ts";
import { baseOf, type BuildSettings, imageArguments, withCertificates } from "./base-image.ts";
import { requireOwnBase } from "./own-bases.ts";
import { makeReproducible } from "./reproducible/reproducible-image.ts";

/** What a pipeline's image is made of. */
export interface PipelineImage {
  /** The exported files by their path, among them the Dockerfile. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly tag: string;
  readonly settings: BuildSettings;
  readonly labels?: Readonly<Record<string, string>>;
  /** Frees it of what tells of this build, so that whoever builds it gets the same; it says that it was made then, or with its base. */
  readonly reproducible?: { readonly created: Date | undefined };
  readonly onEvent?: ((event: BuildEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Builds the exported files into an image; layers that have not changed come from the cache. */
export async function buildPipelineImage(
  engine: Engine,
  { files, tag, settings, labels, reproducible, onEvent, signal }: PipelineImage,
): Promise<ImageSummary> {
  const context = [...files].map(([path, contents]) => {
    const mode = modeOf(contents);
    return { path, contents, ...(mode === undefined ? {} : { mode }) };
  });
  const name = baseOf(context, settings);
  await requireOwnBase(engine, name);
  const built = await engine.build({
    tag,
    context: await withCertificates(context, settings),
    buildArgs: { ...settings.proxy, ...imageArguments(settings, context) },
    ...(labels === undefined ? {} : { labels }),
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (reproducible === undefined) return built;
  signal?.throwIfAborted();
  const base = name === undefined ? undefined : await engine.image(name);
  // The base's own layers stay as they are, which registries and engines have already.
  const moment = new Date(1000 * (base?.created ?? 0));
  return makeReproducible(engine, built.id, tag, { files: moment, created: reproducible.created ?? moment });
}
