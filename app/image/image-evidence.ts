/** What is told about an image beside it: what is in it, and where it comes from. */
import { createHash } from "node:crypto";
import { basename, dirname, relative, sep } from "node:path";
import { realpath } from "node:fs/promises";
import type { Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { splitReference } from "../../containers/engine/reference.ts";
import { buildSettings, imageArguments, usedImages } from "../../containers/images/base-image.ts";
import { readContents } from "../../containers/images/contents/read-contents.ts";
import { provenance } from "../../pipeline/evidence/provenance.ts";
import { type NamedImage, sbom } from "../../pipeline/evidence/sbom.ts";
import type { ExportFiles } from "../export/gather-export.ts";
import type { BuiltFrom } from "./built-images.ts";
import { gitState, repositoryTop } from "./git-state.ts";

/** A build that has been done. */
export interface DoneBuild {
  readonly source: BuiltFrom;
  readonly files: ExportFiles;
  readonly image: ImageSummary;
  /** The image's first name. */
  readonly name: string;
  readonly reproducible: boolean;
  readonly started: Date;
  readonly finished: Date;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** pipenb's own. */
  readonly version: string;
}

/** The text of the image's bill of materials. */
export async function sbomOf(engine: Engine, build: DoneBuild, signal?: AbortSignal): Promise<string> {
  const { source, image, version } = build;
  const [base] = await imagesUsed(engine, build);
  return sbom({
    name: basename(source.path, ".pipenb"),
    image: image.id,
    created: image.created,
    base,
    contents: await readContents(engine, image.id, source.path, signal),
    version,
  });
}

/** The text of the statement where the image comes from. */
export async function provenanceOfBuild(engine: Engine, build: DoneBuild): Promise<string> {
  const { source, files, image, name, reproducible, started, finished, env, version } = build;
  const folder = dirname(source.path);
  const [{ version: engineVersion }, git, images, notebook] = await Promise.all([
    engine.info(),
    gitState(folder, env),
    imagesUsed(engine, build),
    pathInRepository(source.path),
  ]);
  const lock = files.get("package-lock.json");
  return provenance({
    name,
    image: image.id,
    notebook,
    parameters: { reproducible, ...imageArguments(buildSettings(env), contextOf(files)) },
    files: {
      [notebook]: sha256(source.text),
      ...(lock === undefined ? {} : { "package-lock.json": sha256(lock) }),
    },
    images,
    git: git === undefined ? undefined : { ...git, changed: git.changed.length },
    versions: { pipenb: version, engine: engineVersion },
    job: addressOfJob(env),
    started,
    finished,
  });
}

const sha256 = (contents: string | Uint8Array): string => createHash("sha256").update(contents).digest("hex");

const contextOf = (files: ExportFiles) => [...files].map(([path, contents]) => ({ path, contents }));

/** The base first. */
async function imagesUsed(engine: Engine, { files, env }: DoneBuild): Promise<readonly NamedImage[]> {
  const names = usedImages(contextOf(files), buildSettings(env));
  const found = await Promise.all(
    names.map(async (name) => {
      const image = await engine.image(name);
      return image === undefined ? [] : [namedImage(name, image)];
    }),
  );
  return found.flat();
}

/** Whoever has pulled an image knows its digest; one that was built here has only its id. */
function namedImage(name: string, { id, digests }: ImageSummary): NamedImage {
  const [repository = name, pinned] = name.split("@");
  const { repo } = splitReference(repository);
  const digest = pinned ?? digests.find((each) => each.startsWith(`${repo}@`))?.slice(repo.length + 1);
  return digest === undefined
    ? { name, digest: id, digestOf: "config" }
    : { name, digest, digestOf: "manifest" };
}

/** Folders of this machine are nobody's business. */
async function pathInRepository(path: string): Promise<string> {
  const top = await repositoryTop(dirname(path));
  if (top === undefined) return basename(path);
  return relative(await realpath(top), await realpath(path))
    .split(sep)
    .join("/");
}

/** Where the log of the build can be read, on GitHub and GitLab. */
function addressOfJob(env: DoneBuild["env"]): string | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, CI_JOB_URL } = env;
  if (GITHUB_SERVER_URL !== undefined && GITHUB_REPOSITORY !== undefined && GITHUB_RUN_ID !== undefined)
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
  return CI_JOB_URL;
}
