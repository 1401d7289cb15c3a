/**
 * The read-only volume that brings Node and the kernel into any image. Its name comes from its contents. A second, empty
 * volume is made once it is filled, carrying the same random label: without that one it counts as half filled.
 */
import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { EngineError } from "../engine/engine-error.ts";
import type { ArchiveEntry, BuildEvent, Engine, ImageSummary } from "../engine/engine.ts";
import { type BuildSettings, buildSettings } from "./base-image.ts";
import { fillScript } from "./fill-script.ts";

/** What a kernel volume is made of. */
export interface KernelVolume {
  /** Folder of the built kernel, with `supervisor.mjs` in it. */
  readonly kernelFolder: string;
  /** The engine's, in Node's words. */
  readonly architecture: string;
  readonly settings?: BuildSettings;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: BuildEvent) => void) | undefined;
}

/** On every kernel volume. */
const volumeLabel = "pipenb.kernel-volume";
/** Says which filling of which volume: a volume that was removed and made anew is not taken for the filled one. */
const fillLabel = "pipenb.fill";
/** When the filling ended, in seconds since the epoch. */
const filledLabel = "pipenb.filled";
/** Volumes younger than this are left alone: another version may be just about to start a kernel on them. */
const graceSeconds = 3600;

const readyName = (volume: string): string => `${volume}-ready`;

/** Gives the name of the filled volume, making and filling it where needed. Several may ask at once. */
export async function ensureKernelVolume(engine: Engine, wanted: KernelVolume): Promise<string> {
  const { kernelFolder, architecture, settings = buildSettings(process.env), signal } = wanted;
  const [entries, node] = await Promise.all([
    kernelFiles(kernelFolder),
    nodeImage(engine, settings.nodeImage, wanted),
  ]);
  const key = volumeKey(entries, [fillScript, node.id, architecture]);
  const volume = `pipenb-kernel-${key}`;
  if (await isFilled(engine, volume)) return volume;
  signal?.throwIfAborted();
  wanted.onEvent?.({ type: "output", text: `Filling the volume ${volume} with Node and the kernel` });
  const fill = await fillingOf(engine, volume);
  await runFiller(engine, { volume, image: node.id, entries, signal });
  await markFilled(engine, volume, fill);
  await removeOthers(engine, volume);
  return volume;
}

async function nodeImage(
  engine: Engine,
  reference: string,
  { architecture, onEvent, signal }: KernelVolume,
): Promise<ImageSummary> {
  let image = await engine.image(reference);
  if (image === undefined) {
    onEvent?.({ type: "output", text: `Pulling ${reference}` });
    await engine.pull(reference, undefined, signal);
    image = await engine.image(reference);
  }
  if (image?.architecture === architecture) return image;
  throw new EngineError({ code: "other-architecture", image: reference, architecture });
}

async function isFilled(engine: Engine, volume: string): Promise<boolean> {
  const [filled, ready] = await Promise.all([engine.volume(volume), engine.volume(readyName(volume))]);
  const fill = filled?.labels[fillLabel];
  return fill !== undefined && fill === ready?.labels[fillLabel];
}

/** The filling's label, of the volume that is there or of a new one. */
async function fillingOf(engine: Engine, volume: string): Promise<string> {
  const present = await engine.volume(volume);
  // One without our label was made by a mount after ours had been removed.
  if (present !== undefined && present.labels[fillLabel] === undefined) await removeUnused(engine, volume);
  // Making one that exists changes nothing: of several who start at once, the first one's label stands.
  await engine.createVolume(volume, { [volumeLabel]: volume, [fillLabel]: randomUUID() });
  return (await engine.volume(volume))?.labels[fillLabel] ?? "unmarked";
}

interface Filling {
  readonly volume: string;
  readonly image: string;
  readonly entries: readonly ArchiveEntry[];
  readonly signal: AbortSignal | undefined;
}

async function runFiller(engine: Engine, { volume, image, entries, signal }: Filling): Promise<void> {
  const id = await engine.create({
    image,
    entrypoint: [],
    command: ["node", "/pipenb-seed/fill.cjs"],
    environment: {},
    labels: { [volumeLabel]: volume },
    mounts: [{ kind: "volume", source: volume, target: "/opt/pipenb", readOnly: false }],
    user: "0:0",
    restricted: true,
    init: false,
    autoRemove: false,
  });
  try {
    const seed = entries.map((entry) => ({ ...entry, path: `pipenb-seed/kernel/${entry.path}` }));
    await engine.putArchive(id, "/", [...seed, { path: "pipenb-seed/fill.cjs", contents: fillScript }]);
    signal?.throwIfAborted();
    await engine.start(id);
    const exitCode = await engine.wait(id);
    if (exitCode !== 0) {
      const said = (await engine.logs(id)).trim();
      throw new EngineError(
        /ENOSPC|no space left/i.test(said)
          ? { code: "no-space", doing: "fill the kernel's volume", said }
          : { code: "volume-unfilled", said },
      );
    }
  } finally {
    await engine.remove(id);
  }
}

async function markFilled(engine: Engine, volume: string, fill: string): Promise<void> {
  const ready = readyName(volume);
  const mark = await engine.volume(ready);
  if (mark?.labels[fillLabel] === fill) return;
  if (mark !== undefined) await engine.removeVolume(ready);
  const now = String(Math.floor(Date.now() / 1000));
  await engine.createVolume(ready, { [volumeLabel]: volume, [fillLabel]: fill, [filledLabel]: now });
}

/** False when something still uses it. */
async function removeUnused(engine: Engine, volume: string): Promise<boolean> {
  try {
    await engine.removeVolume(volume);
    return true;
  } catch (problem) {
    if (problem instanceof EngineError && problem.code === "conflict") return false;
    throw problem;
  }
}

/** Removes old volumes of other versions that no kernel uses; done only after a filling, so that no start pays for it. */
async function removeOthers(engine: Engine, current: string): Promise<void> {
  const volumes = await engine.volumesWithLabel(volumeLabel);
  for (const { name, labels } of volumes) {
    const volume = labels[volumeLabel];
    const filled = Number(labels[filledLabel] ?? Infinity);
    if (volume === undefined || volume === current || filled > Date.now() / 1000 - graceSeconds) continue;
    if (await removeUnused(engine, volume)) await engine.removeVolume(name);
  }
}

/** Every file below the built kernel's folder, by its POSIX path. */
async function kernelFiles(kernelFolder: string): Promise<readonly ArchiveEntry[]> {
  const found = await readdir(kernelFolder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((entry) => entry.isFile());
  if (!files.some(({ name }) => name === "supervisor.mjs"))
    throw new EngineError({ code: "no-kernel-files", folder: kernelFolder });
  const entries = files.map(async ({ name, parentPath }) => {
    const path = join(parentPath, name);
    return { path: relative(kernelFolder, path).split(sep).join("/"), contents: await readFile(path) };
  });
  return (await Promise.all(entries)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Twelve hexadecimal digits of the entries and the other words that decide about the volume. */
function volumeKey(entries: readonly ArchiveEntry[], words: readonly string[]): string {
  const hash = createHash("sha256");
  for (const word of words) hash.update(`${word.length} ${word}\n`);
  for (const { path, contents } of entries) {
    hash.update(`${path} ${Buffer.byteLength(contents)}\n`).update(contents);
  }
  return hash.digest("hex").slice(0, 12);
}
