/** The image a notebook's kernel runs on. */
import type { ArchiveEntry, BuildEvent, Engine, ImageSummary } from "../engine/engine.ts";
import { type BuildSettings, imageArguments, withCertificates } from "./base-image.ts";

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

/** Gives the environment image, building it where it is not there yet. */
export async function ensureEnvironmentImage(
  engine: Engine,
  { context, key, settings, labels, onEvent, signal }: EnvironmentImage,
): Promise<ImageSummary> {
  const tag = `pipenb-environment:${key}`;
  const buildArgs = imageArguments(settings, context);
  const made = JSON.stringify(buildArgs);
  const present = await engine.image(tag);
  if (present !== undefined && present.labels[argumentsLabel] === made) return present;
  return engine.build({
    tag,
    context: await withCertificates(context, settings),
    target: "environment",
    buildArgs: { ...settings.proxy, ...buildArgs },
    labels: { ...labels, [argumentsLabel]: made },
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(signal === undefined ? {} : { signal }),
  });
}
