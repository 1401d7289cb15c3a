/** The image a notebook's kernel runs on. */
import type { ArchiveEntry, BuildEvent, Engine, ImageSummary } from "../engine/engine.ts";
import { baseOf, type BuildSettings, imageArguments, withCertificates } from "./base-image.ts";
import { requireOwnBase } from "./own-bases.ts";

/** What an environment image is made of. */
export interface EnvironmentImage {
  /** From `environmentContext`. */
  readonly context: readonly ArchiveEntry[];
  /** From `environmentKey`; names the image. */
  readonly key: string;
  readonly settings: BuildSettings;
  readonly labels?: Readonly<Record<string, string>>;
  readonly onEvent?: ((event: BuildEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const argumentsLabel = "pipenb.build-arguments";

/** The image's name. */
export const environmentTag = (key: string): string => `pipenb-environment:${key}`;

/** The environment image if it is there and stands on what its base is now; nothing is built. */
export async function findEnvironmentImage(
  engine: Engine,
  { context, key, settings }: Pick<EnvironmentImage, "context" | "key" | "settings">,
): Promise<ImageSummary | undefined> {
  const present = await engine.image(environmentTag(key));
  const made = JSON.stringify(imageArguments(settings, context));
  if (present?.labels[argumentsLabel] !== made) return undefined;
  const base = baseOf(context, settings);
  return base === undefined || (await isOnItsBase(engine, present, base)) ? present : undefined;
}

/** Whether an image was built on what the name of its base means on this machine now; true where the base is not here. */
export async function isOnItsBase(engine: Engine, image: ImageSummary, base: string): Promise<boolean> {
  const layers = (await engine.image(base))?.layers ?? [];
  return layers.every((layer, index) => image.layers[index] === layer);
}

/** Gives the environment image, building it where it is not there yet. */
export async function ensureEnvironmentImage(engine: Engine, image: EnvironmentImage): Promise<ImageSummary> {
  const { context, key, settings, labels, onEvent, signal } = image;
  const present = await findEnvironmentImage(engine, image);
  if (present !== undefined) return present;
  await requireOwnBase(engine, baseOf(context, settings));
  const buildArgs = imageArguments(settings, context);
  return engine.build({
    tag: environmentTag(key),
    context: await withCertificates(context, settings),
    target: "environment",
    buildArgs: { ...settings.proxy, ...buildArgs },
    labels: { ...labels, [argumentsLabel]: JSON.stringify(buildArgs) },
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(signal === undefined ? {} : { signal }),
  });
}
