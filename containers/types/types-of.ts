/**
 * Where the types of a notebook's packages are: those of its environment as it is, else of the one before, else what the
 * workspace has of them. Builds and installs nothing and makes no lock.
 */
import { dirname } from "node:path";
import * as z from "zod";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import type { Engine } from "../engine/engine.ts";
import { isThere } from "../files/make-folder.ts";
import { environmentFolder } from "../hosts/local/environment-folder.ts";
import { findEnvironmentImage } from "../images/environment-image.ts";
import { environmentOf } from "../images/notebook-environment.ts";
import { readLock } from "../lock/lock-file.ts";
import { extractTypes } from "./extract-types.ts";
import { foldersAbove, folderWith, hasTypes } from "./installed-packages.ts";
import { TypesCache, type TypesRecord } from "./types-cache.ts";

const MachineSchema = z.unknown().optional();
const LockSchema = z.object({
  packages: z.record(z.string(), z.object({ os: MachineSchema, cpu: MachineSchema, libc: MachineSchema })),
});

/** Each is a request of its own; beyond so many one large one is sooner done. */
const mostRequests = 40;

/**
 * The names of the packages that a lock puts at the top of `node_modules`, without those made for one kind of machine: they hold
 * a library of a hundred megabytes and no types. undefined where all of `node_modules` is to be read.
 */
export function packagesToRead(lock: string | undefined): readonly string[] | undefined {
  if (lock === undefined) return undefined;
  const names = Object.entries(LockSchema.parse(JSON.parse(lock)).packages)
    .filter(([, { os, cpu, libc }]) => os === undefined && cpu === undefined && libc === undefined)
    .map(([path]) => /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1])
    .filter((name) => name !== undefined);
  return names.length > mostRequests ? undefined : names;
}

/** The notebook whose types are wanted, as it stands in the editor. */
export interface TypedNotebook {
  /** Absolute path of the `.pipenb` file. */
  readonly path: string;
  readonly frontMatter: FrontMatter;
}

export interface TypesPlace {
  readonly runtime: "container" | "local";
  /** pipenb's own folder for types, shared by all windows. */
  readonly cacheFolder: string;
  /** The folder whose `node_modules` has the types of Node and zx that pipenb brings along. */
  readonly shippedFolder: string;
  /** The engine, where one answers; asked for only when the answer is not known without it. */
  readonly engine?: (() => Promise<Engine | undefined>) | undefined;
  /** Ask the engine anyway: an image may have been built anew. */
  readonly fresh?: boolean | undefined;
  /** PIPENB_BASE_IMAGE, XDG_CACHE_HOME and the like. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told why the environment cannot be looked at; the next best types are given then. */
  readonly onProblem?: ((error: unknown) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The answer. */
export interface NotebookTypes {
  /** Folders that each hold a `node_modules`, in the order in which the kernel would look into them. */
  readonly modulesFolders: readonly string[];
  /** The folder whose `node_modules` has `@types/node` and zx. */
  readonly typesFolder: string;
  /** What the first of the folders is: the environment, the one before the last change, the workspace's own, or nothing. */
  readonly state: "environment" | "outdated" | "workspace" | "none";
  /** Id of the image that the types are from. */
  readonly digest?: string;
  /** Packages of `image.npm` that are nowhere yet: `any` until the environment is built. */
  readonly missing: readonly string[];
  /** Packages of `image.npm` that are there without declarations: `any`. */
  readonly untyped: readonly string[];
}

/** Rejects only when the signal aborts or a file of pipenb's own cannot be written. */
export async function typesOf(notebook: TypedNotebook, place: TypesPlace): Promise<NotebookTypes> {
  const cache = new TypesCache(place.cacheFolder);
  const own = await environment(notebook, place, cache);
  if (own !== undefined) await cache.noteNotebook(notebook.path, own);
  const found = own ?? (await cache.ofNotebook(notebook.path));
  const others = await othersOf(notebook, own, found, place.runtime);
  const modulesFolders = [...(found === undefined ? [] : [found.folder]), ...others];
  const names = Object.keys(notebook.frontMatter.image.npm);
  const { missing, untyped } = await lookUp(names, [...modulesFolders, place.shippedFolder]);
  return {
    modulesFolders,
    // Who asks for a version of Node's types of their own gets that.
    typesFolder: names.includes("@types/node")
      ? ((await folderWith(modulesFolders, "@types/node")) ?? place.shippedFolder)
      : place.shippedFolder,
    state: stateOf(own, found, others),
    ...(found?.digest === undefined ? {} : { digest: found.digest }),
    missing,
    untyped,
  };
}

function stateOf(
  own: TypesRecord | undefined,
  found: TypesRecord | undefined,
  others: readonly string[],
): NotebookTypes["state"] {
  if (own !== undefined) return "environment";
  if (found !== undefined) return "outdated";
  return others.length > 0 ? "workspace" : "none";
}

/** The present environment; undefined where it has not been built, or cannot be looked at. */
async function environment(
  notebook: TypedNotebook,
  place: TypesPlace,
  cache: TypesCache,
): Promise<TypesRecord | undefined> {
  const lock = await orProblem(place, () => readLock(notebook.path, notebook.frontMatter.image.npm));
  if (lock?.kind !== "fits") return undefined;
  // What the other runtime has of the same lock are the same packages; but no engine is asked for it.
  const inImage = (engine: TypesPlace["engine"]): Promise<TypesRecord | undefined> =>
    orProblem(place, () => imageTypes(notebook, lock.text, { ...place, engine }, cache));
  if (place.runtime === "container") return (await inImage(place.engine)) ?? localTypes(lock.text, place);
  return (await localTypes(lock.text, place)) ?? inImage(undefined);
}

async function orProblem<Result>(
  { signal, onProblem }: TypesPlace,
  look: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await look();
  } catch (error) {
    signal?.throwIfAborted();
    onProblem?.(error);
    return undefined;
  }
}

/** The packages of the same lock on this machine. */
async function localTypes(lock: string | undefined, { env }: TypesPlace): Promise<TypesRecord | undefined> {
  if (lock === undefined) return undefined;
  const folder = environmentFolder(lock, env);
  return (await isThere(folder)) ? { folder } : undefined;
}

async function imageTypes(
  { path, frontMatter }: TypedNotebook,
  lock: string | undefined,
  { engine: connect, fresh, env, signal }: TypesPlace,
  cache: TypesCache,
): Promise<TypesRecord | undefined> {
  const wanted = environmentOf({ notebookPath: path, frontMatter, env }, lock);
  const known = await cache.ofEnvironment(wanted.key);
  if (known !== undefined && fresh !== true) return known;
  const engine = await connect?.();
  if (engine === undefined) return known;
  const image = await findEnvironmentImage(engine, wanted);
  if (image === undefined) return known;
  const record =
    (await cache.ofImage(image.id)) ??
    (await cache.keepImage(image.id, (folder) =>
      extractTypes(folder, {
        engine,
        image: image.id,
        context: wanted.context,
        packages: packagesToRead(lock),
        notebookPath: path,
        signal,
      }),
    ));
  await cache.noteEnvironment(wanted.key, record);
  return record;
}

/** Where else the kernel would look, and before the environment is built where its packages happen to be. */
async function othersOf(
  { path, frontMatter }: TypedNotebook,
  own: TypesRecord | undefined,
  found: TypesRecord | undefined,
  runtime: TypesPlace["runtime"],
): Promise<readonly string[]> {
  const above = await foldersAbove(dirname(path));
  // A container sees the notebook's folder alone.
  const seen = runtime === "local" ? above : above.filter((folder) => folder === dirname(path));
  if (own !== undefined) return seen;
  const names = Object.keys(frontMatter.image.npm);
  const { missing } = await lookUp(names, found === undefined ? seen : [found.folder, ...seen]);
  const having = await Promise.all(missing.map((name) => folderWith(above, name)));
  return above.filter((folder) => having.includes(folder) || seen.includes(folder));
}

async function lookUp(
  names: readonly string[],
  folders: readonly string[],
): Promise<{ readonly missing: readonly string[]; readonly untyped: readonly string[] }> {
  const found = await Promise.all(
    names.map(async (name) => {
      const folder = await folderWith(folders, name);
      return { name, folder, typed: folder !== undefined && (await hasTypes(folder, name)) };
    }),
  );
  return {
    missing: found.filter(({ folder }) => folder === undefined).map(({ name }) => name),
    untyped: found.filter(({ folder, typed }) => folder !== undefined && !typed).map(({ name }) => name),
  };
}
