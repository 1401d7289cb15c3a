/** The base images that pipenb brings instructions for. They are made where they are used; nobody publishes them. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildEvent, Engine, ImageSummary } from "../engine/engine.ts";
import { EngineError } from "../engine/engine-error.ts";
import { type BuildSettings, withCertificates } from "./base-image.ts";
import { type OwnBase, ownBase } from "./base-kind.ts";

/** Rejects where a build would stand on one that is not here: an engine would ask strangers for an image of that name. */
export async function requireOwnBase(engine: Pick<Engine, "image">, base: string | undefined): Promise<void> {
  const name = base === undefined ? undefined : ownBase(base);
  if (base === undefined || name === undefined || (await engine.image(base)) !== undefined) return;
  throw new EngineError({ code: "no-own-base", image: base, name });
}

export interface OwnBaseBuild {
  readonly name: OwnBase;
  /** Has a folder for each of them. */
  readonly folder: string;
  readonly settings: BuildSettings;
  /** What stands before the "/" of their names. */
  readonly repository?: string;
  readonly onEvent?: (event: BuildEvent) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Builds it, and first the one that it stands on. What has not changed comes from the cache. */
export async function buildOwnBase(engine: Engine, build: OwnBaseBuild): Promise<ImageSummary> {
  const { name, folder, settings, repository = "pipenb", onEvent, signal } = build;
  const lowest = name === "base";
  if (!lowest) await buildOwnBase(engine, { ...build, name: "base" });
  const names = await readdir(join(folder, name));
  const files = await Promise.all(
    names.sort().map(async (path) => ({ path, contents: await readFile(join(folder, name, path)) })),
  );
  signal?.throwIfAborted();
  return engine.build({
    tag: `${repository}/${name}`,
    context: await withCertificates(files, settings),
    buildArgs: { ...settings.proxy, BASE_IMAGE: lowest ? settings.nodeImage : `${repository}/base` },
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(signal === undefined ? {} : { signal }),
  });
}
