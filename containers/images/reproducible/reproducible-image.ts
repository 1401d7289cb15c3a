/** An image that is the same whoever builds it, when and where: taken out of the engine, freed of times and put back. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { extract, pack } from "tar-stream";
import * as z from "zod";
import type { Engine, ImageSummary } from "../../engine/engine.ts";
import { EngineError } from "../../engine/engine-error.ts";
import { withLatestTimes } from "./latest-times.ts";
import { ImageConfigSchema, plainConfig } from "./plain-config.ts";

/** What an archive of images says is in it. */
const ManifestSchema = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()) })).length(1);

interface Times {
  /** No file of the image is later. */
  readonly files: Date;
  /** When the image says that it was made. */
  readonly created: Date;
}

/** Gives the tag to an image of the same files and settings, in which nothing tells of this build. */
export async function makeReproducible(
  engine: Engine,
  image: string,
  tag: string,
  times: Times,
): Promise<ImageSummary> {
  const folder = await mkdtemp(join(tmpdir(), "pipenb-reproducible-"));
  try {
    const saved = await unpack(await engine.saveImage(image), folder);
    const text = async (name: string): Promise<unknown> => JSON.parse(await readFile(saved(name), "utf8"));
    const [manifest] = ManifestSchema.parse(await text("manifest.json"));
    if (manifest === undefined) throw new EngineError({ code: "hung-up", doing: `save the image ${image}` });
    const layers = await Promise.all(
      manifest.Layers.map((name, index) => layerOf(saved(name), join(folder, `layer-${index}`), times.files)),
    );
    const config = plainConfig(
      ImageConfigSchema.parse(await text(manifest.Config)),
      layers.map(({ digest }) => `sha256:${digest}`),
      times.created,
    );
    await engine.loadImage(archiveOf(tag, config, layers));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const made = await engine.image(tag);
  if (made === undefined) throw new EngineError({ code: "image-vanished", image: tag, after: "build" });
  return made;
}

/** Puts the files of an archive into the folder; gives where each is by its name there. A layer that comes twice is a link. */
async function unpack(archive: AsyncIterable<Uint8Array>, folder: string): Promise<(name: string) => string> {
  const places = new Map<string, string>();
  const links = new Map<string, string>();
  const entries = extract();
  const reading = pipeline(Readable.from(archive), entries);
  reading.catch(() => undefined); // the iteration below rejects with it
  for await (const entry of entries) {
    const { name, type, linkname } = entry.header;
    if (type === "symlink") links.set(name, posix.join(posix.dirname(name), linkname));
    if (type === "link") links.set(name, linkname);
    if (type === "file") {
      const place = join(folder, `saved-${places.size}`);
      places.set(name, place);
      await pipeline(entry, createWriteStream(place));
    } else entry.resume();
  }
  await reading;
  return (name) => {
    const place = places.get(links.get(name) ?? name);
    if (place === undefined) throw new EngineError({ code: "hung-up", doing: `save ${name} of an image` });
    return place;
  };
}

interface Layer {
  readonly place: string;
  /** Of the archive, in hexadecimal. */
  readonly digest: string;
  readonly bytes: number;
}

async function layerOf(from: string, place: string, latest: Date): Promise<Layer> {
  const hash = createHash("sha256");
  await pipeline(
    createReadStream(from),
    (chunks: AsyncIterable<Uint8Array>) => withLatestTimes(chunks, Math.floor(latest.getTime() / 1000)),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(place),
  );
  return { place, digest: hash.digest("hex"), bytes: (await stat(place)).size };
}

/** What `docker load` takes. */
function archiveOf(tag: string, config: string, layers: readonly Layer[]): AsyncIterable<Uint8Array> {
  const archive = pack();
  const named = layers.map(({ digest }) => `${digest}.tar`);
  const configName = `${createHash("sha256").update(config).digest("hex")}.json`;
  const fill = async (): Promise<void> => {
    archive.entry({ name: configName }, config);
    for (const { place, bytes, digest } of new Map(layers.map((layer) => [layer.digest, layer])).values())
      await pipeline(createReadStream(place), archive.entry({ name: `${digest}.tar`, size: bytes }));
    archive.entry(
      { name: "manifest.json" },
      JSON.stringify([{ Config: configName, RepoTags: [tag], Layers: named }]),
    );
    archive.finalize();
  };
  fill().catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return Readable.from(archive);
}
