/** The image of an exported pipeline. */
import { createHash } from "node:crypto";
import { modeOf } from "../files/program-bytes.ts";
import type { ArchiveEntry, BuildEvent, Engine, ImageSummary } from "../engine/engine.ts";
import { baseOf, type BuildSettings, imageArguments, usedImages, withCertificates } from "./base-image.ts";
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
  /**
   * Takes what has the tag where it was made of all the same. An engine's cache does not promise that: of layers that builds beside each
   * other have made twice it takes the newest, and the image on top is another one.
   */
  readonly reuse?: boolean;
  readonly onEvent?: ((event: BuildEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Builds the exported files into an image; layers that have not changed come from the cache. */
export async function buildPipelineImage(
  engine: Engine,
  { files, tag, settings, labels, reproducible, reuse = false, onEvent, signal }: PipelineImage,
): Promise<ImageSummary> {
  const context = [...files].map(([path, contents]) => {
    const mode = modeOf(contents);
    return { path, contents, ...(mode === undefined ? {} : { mode }) };
  });
  const name = baseOf(context, settings);
  await requireOwnBase(engine, name);
  const whole = await withCertificates(context, settings);
  const images = imageArguments(settings, context);
  const madeOf = reuse ? digestOf(whole, images, labels) : undefined;
  const there = madeOf === undefined ? undefined : await engine.image(tag);
  if (there !== undefined && there.labels[madeOfLabel] === madeOf)
    if (await standsOn(engine, there, usedImages(context, settings))) return there;
  const allLabels = { ...labels, ...(madeOf === undefined ? {} : { [madeOfLabel]: madeOf }) };
  const built = await engine.build({
    tag,
    context: whole,
    buildArgs: { ...settings.proxy, ...images },
    labels: allLabels,
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

/** What an image was made of, but for the images that it stands on. */
const madeOfLabel = "io.pipenb.made-of";

function digestOf(
  context: readonly ArchiveEntry[],
  images: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): string {
  const hash = createHash("sha256").update(JSON.stringify([images, labels]));
  for (const { path, contents, mode } of context)
    hash.update(JSON.stringify([path, mode, contents.length])).update(contents);
  return hash.digest("hex").slice(0, 32);
}

/** Whether its base is still what has the name; an image that only a file was taken from leaves nothing that would tell. */
async function standsOn(
  engine: Pick<Engine, "image">,
  { layers }: ImageSummary,
  [base, ...others]: readonly string[],
): Promise<boolean> {
  if (base === undefined || others.length > 0) return false;
  const now = await engine.image(base);
  return now === undefined || now.layers.every((layer, index) => layer === layers[index]);
}
