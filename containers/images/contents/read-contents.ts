/** What is really in an image: asked of the image itself and not of what it was made from. No container runs for that. */
import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { Engine } from "../../engine/engine.ts";
import { type DebianPackage, parseDpkgStatus, parseOsRelease } from "./dpkg.ts";
import { isPackageJson, type NpmPackage, parseInstalled, parsePackageJson } from "./npm.ts";
import { unlessAbsent, withStillContainer } from "./still-container.ts";

/** The packages and programs of an image that are known by a name and a version. */
export interface ImageContents {
  /** The Linux distribution, such as "debian" and "12". */
  readonly system: { readonly id: string; readonly version?: string } | undefined;
  /** undefined for an image that has no dpkg. */
  readonly debian: readonly DebianPackage[] | undefined;
  readonly npm: readonly NpmPackage[];
  /** The one that runs the pipeline. */
  readonly node: { readonly version: string; readonly path: string; readonly sha256: string } | undefined;
}

/** Folders with packages that npm has installed as a whole: the notebook's, and those of a base. */
const installedIn = ["/app", ""];
/** Where Node's own image has npm. */
const globalPackages = "/usr/local/lib/node_modules";
const nodePath = "/usr/local/bin/node";

/** Reads it out of an image. All of npm and Node travels through the engine, about 140 MB. */
export function readContents(
  engine: Engine,
  image: string,
  notebookPath: string,
  signal?: AbortSignal,
): Promise<ImageContents> {
  return withStillContainer(engine, image, notebookPath, async (id) => {
    const text = (path: string): Promise<string | undefined> => unlessAbsent(fileText(engine, id, path));
    const system = await text("/usr/lib/os-release");
    const debian = await debianPackages(engine, id, signal);
    const npm: NpmPackage[] = [];
    for (const folder of installedIn) {
      const installed = await text(`${folder}/node_modules/.package-lock.json`);
      if (installed !== undefined) npm.push(...parseInstalled(installed, folder));
    }
    npm.push(...(await globalOnes(engine, id, signal)));
    signal?.throwIfAborted();
    return {
      system: system === undefined ? undefined : parseOsRelease(system),
      debian,
      npm,
      node: await unlessAbsent(nodeIn(engine, id)),
    };
  });
}

/** dpkg has one file of them; images without a package manager, such as distroless, have one for each package. */
async function debianPackages(
  engine: Engine,
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly DebianPackage[] | undefined> {
  const folder = "/var/lib/dpkg";
  const status = await unlessAbsent(fileText(engine, id, `${folder}/status`));
  const single = await unlessAbsent(
    filesBelow(engine, id, `${folder}/status.d`, (path) => !path.endsWith(".md5sums"), signal),
  );
  if (status === undefined && single === undefined) return undefined;
  return [status ?? "", ...(single ?? []).map(({ text }) => text)].flatMap(parseDpkgStatus);
}

async function globalOnes(
  engine: Engine,
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly NpmPackage[]> {
  const files = await unlessAbsent(filesBelow(engine, id, globalPackages, isPackageJson, signal));
  return (files ?? []).flatMap(({ path, text }) => {
    const found = parsePackageJson(text, posix.dirname(posix.join(globalPackages, path)));
    return found === undefined ? [] : [found];
  });
}

/** The text of a file; "" for a link. */
async function fileText(engine: Engine, id: string, path: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const { contents } of engine.getTree(id, path))
    for await (const chunk of contents) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function filesBelow(
  engine: Engine,
  id: string,
  folder: string,
  wanted: (path: string) => boolean,
  signal: AbortSignal | undefined,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const found: { path: string; text: string }[] = [];
  for await (const { path, contents } of engine.getArchive(id, folder, { wanted, signal }))
    found.push({ path, text: Buffer.from(contents).toString("utf8") });
  return found;
}

/** Node says its version to debuggers, in a text that is in the program. */
const ownVersion = /node\.js\/v(\d+\.\d+\.\d+[\w.-]*)/;
/** Longer than that text. */
const overlap = 64;

async function nodeIn(engine: Engine, id: string): Promise<ImageContents["node"]> {
  const hash = createHash("sha256");
  let version: string | undefined;
  let end = "";
  for await (const { contents } of engine.getTree(id, nodePath))
    for await (const chunk of contents) {
      hash.update(chunk);
      if (version !== undefined) continue;
      const text = end + Buffer.from(chunk).toString("latin1");
      const found = ownVersion.exec(text);
      // At the very end there may be more digits to come.
      if (found !== null && found.index + found[0].length < text.length) version = found[1];
      end = text.slice(-overlap);
    }
  return version === undefined ? undefined : { version, path: nodePath, sha256: hash.digest("hex") };
}
