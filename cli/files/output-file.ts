/**
 * The file that a command was told to write. Nothing of the user's is lost in it: what pipenb did not write is replaced only by
 * force and a notebook never; links are written through, and pipes and devices are written to.
 */
import type { BigIntStats } from "node:fs";
import { access, constants, lstat, readFile, readlink, realpath, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { replaceFile } from "../../containers/files/replace-file.ts";
import { CliError } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What is to be written where. */
export interface OutputRequest {
  /** As the user wrote it. */
  readonly path: string;
  /** Replaces what somebody else wrote. */
  readonly force: boolean;
  /** A file that is never written over, under no name. */
  readonly never?: string;
  /** Whether a text that is there was written by pipenb, and not changed since. */
  readonly isOurs: (text: string) => boolean;
}

type Place =
  | { readonly kind: "terminal"; readonly stream: "out" | "err" }
  | { readonly kind: "stream" }
  | { readonly kind: "new"; readonly target: string }
  | { readonly kind: "old"; readonly target: string; readonly stats: BigIntStats };

/** Ends the command where the file may not be written; asked before the work whose result it is to hold. */
export async function mayWrite(request: OutputRequest): Promise<void> {
  await placeOf(request);
}

/** Writes the whole file, or nothing of it. */
export async function writeOutput(request: OutputRequest, text: string, terminal: Terminal): Promise<void> {
  const place = await placeOf(request);
  try {
    await write(place, request.path, text, terminal);
  } catch (cause) {
    throw unwritable(request.path, cause);
  }
}

async function write(place: Place, path: string, text: string, terminal: Terminal): Promise<void> {
  switch (place.kind) {
    case "terminal":
      terminal[place.stream](text);
      return;
    case "stream":
      await writeFile(path, text);
      return;
    case "new":
      await replaceFile(place.target, text);
      return;
    case "old": {
      const { mode, nlink, uid } = place.stats;
      // A new file in its place would leave its other names behind, and its owner.
      const inPlace = nlink > 1n || (process.getuid !== undefined && uid !== BigInt(process.getuid()));
      if (inPlace) await writeFile(place.target, text);
      else await replaceFile(place.target, text, { mode: Number(mode & 0o777n) });
    }
  }
}

async function placeOf(request: OutputRequest): Promise<Place> {
  const { path } = request;
  const stream = ownStream(path);
  if (stream !== undefined) return { kind: "terminal", stream };
  try {
    const stats = await statOf(path);
    if (stats === undefined) return await newPlace(path);
    if (stats.isFIFO() || stats.isCharacterDevice()) return { kind: "stream" };
    if (!stats.isFile()) throw new CliError("file", `${path} is no file.`, { remedy: "Name another file." });
    await refuseLoss(request, stats);
    return { kind: "old", target: await realpath(path), stats };
  } catch (error) {
    throw error instanceof CliError ? error : unwritable(path, error);
  }
}

/** Opened anew by its name, a file that stdout goes to would be written over from its start. */
function ownStream(path: string): "out" | "err" | undefined {
  const [, fd] = /^\/(?:dev\/(?:fd\/|std)|proc\/self\/fd\/)(1|2|out|err)$/.exec(resolve(path)) ?? [];
  if (fd === undefined) return undefined;
  return fd === "1" || fd === "out" ? "out" : "err";
}

async function refuseLoss({ path, force, never, isOurs }: OutputRequest, stats: BigIntStats): Promise<void> {
  const kept = never === undefined ? undefined : await statOf(never);
  if (kept !== undefined && kept.dev === stats.dev && kept.ino === stats.ino)
    throw new CliError("file", `${path} is ${never ?? path} itself, which is never written over.`, {
      remedy: "Name another file.",
    });
  if (force || stats.size === 0n || isOurs(await readFile(path, "utf8"))) return;
  throw new CliError(
    "file",
    `${path} is there already, and pipenb did not write it, or it was changed since. Nothing was written.`,
    { remedy: "Name another file, or give --force." },
  );
}

/** A link that leads nowhere yet is made to lead somewhere. */
async function newPlace(path: string): Promise<Place> {
  let target = resolve(path);
  for (let links = 0; links < 40; links += 1) {
    const stats = await lstat(target).catch(() => undefined);
    if (stats?.isSymbolicLink() !== true) break;
    target = resolve(dirname(target), await readlink(target));
  }
  await access(dirname(target), constants.W_OK);
  return { kind: "new", target };
}

async function statOf(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function unwritable(path: string, cause: unknown): CliError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CliError("file", `${path} cannot be written (${why}).`, {
    cause,
    remedy: "Name a file in a folder that is there and that you may write to.",
  });
}
