/** The part of the engine that knows images: build, pull, push, tag, look up. */
import { Readable } from "node:stream";
import type Dockerode from "dockerode";
import { archiveOf } from "./archive.ts";
import { BuildProgress } from "./build-progress.ts";
import type { BuildOptions, Engine, ImageSummary, ListedImage } from "./engine.ts";
import { EngineError } from "./engine-error.ts";
import { abortedOr, explained, unlessMissing } from "./explain-failure.ts";
import { orAbsent } from "./or-absent.ts";
import { progressOf } from "./json-lines.ts";
import { nodeArchitecture } from "./node-architecture.ts";
import { pushImage } from "./push-image.ts";
import { splitReference } from "./reference.ts";
import { credentialsFor, everyCredential } from "./registry-credentials.ts";
import { stoppableProgress } from "./stoppable-progress.ts";

type ImagePart = Pick<
  Engine,
  "build" | "image" | "imagesWithLabel" | "pull" | "push" | "tag" | "removeImage" | "saveImage" | "loadImage"
>;

const withAlgorithm = (id: string): string => (id.startsWith("sha256:") ? id : `sha256:${id}`);

function summarize(info: Dockerode.ImageInspectInfo): ImageSummary {
  const config = orAbsent(info.Config);
  const entrypoint = orAbsent(config?.Entrypoint) ?? [];
  return {
    id: withAlgorithm(info.Id),
    tags: orAbsent(info.RepoTags) ?? [],
    labels: orAbsent(config?.Labels) ?? {},
    size: info.Size,
    created: Math.floor(Date.parse(info.Created) / 1000),
    entrypoint: typeof entrypoint === "string" ? [entrypoint] : entrypoint,
    user: config?.User ?? "",
    architecture: nodeArchitecture(info.Architecture),
    layers: orAbsent(info.RootFS)?.Layers ?? [],
    digests: orAbsent(info.RepoDigests) ?? [],
    volumes: Object.keys(orAbsent(config?.Volumes) ?? {}).toSorted(),
  };
}

function listed(info: Dockerode.ImageInfo): ListedImage {
  return {
    id: withAlgorithm(info.Id),
    tags: (orAbsent(info.RepoTags) ?? []).filter((tag) => tag !== "<none>:<none>"),
    labels: orAbsent(info.Labels) ?? {},
    size: info.Size,
    created: info.Created,
  };
}

async function build(docker: Dockerode, options: BuildOptions): Promise<string> {
  const { signal } = options;
  const progress = new BuildProgress(options.onEvent ?? (() => undefined));
  signal?.throwIfAborted();
  const stream = await docker.buildImage(archiveOf(options.context), {
    t: options.tag,
    rm: true,
    forcerm: true,
    version: "1",
    ...(options.target === undefined ? {} : { target: options.target }),
    buildargs: { ...options.buildArgs },
    labels: { ...options.labels },
    registryconfig: await everyCredential(),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  });
  for await (const message of stoppableProgress(stream, signal)) {
    progress.read(message);
    // Leaving closes the connection, which stops a build that goes on.
    if (progress.failure !== undefined) break;
  }
  progress.end();
  if (progress.failure !== undefined) throw progress.failure;
  if (progress.imageId === undefined) {
    throw new EngineError({ code: "hung-up", doing: `build the image ${options.tag}` });
  }
  return progress.imageId;
}

async function pull(
  docker: Dockerode,
  reference: string,
  onEvent: ((text: string) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const authconfig = await credentialsFor(reference);
  const stream = await docker.pull(reference, {
    ...(authconfig === undefined ? {} : { authconfig }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  });
  for await (const message of progressOf(stream)) {
    const error = message.errorDetail?.message ?? message.error;
    if (error !== undefined) throw new Error(error);
    const text = [message.id, message.status, message.progress].filter((part) => part !== undefined);
    onEvent?.(text.join(" "));
  }
}

/** Gives the image calls over dockerode. */
export function imagePart(docker: Dockerode): ImagePart {
  const image: ImagePart["image"] = (reference) =>
    unlessMissing(`look up the image ${reference}`, async () =>
      summarize(await docker.getImage(reference).inspect()),
    );
  return {
    image,
    async build(options) {
      const doing = `build the image ${options.tag}`;
      const id = await build(docker, options).catch((cause: unknown) => {
        throw abortedOr(cause, doing, options.signal);
      });
      const built = await image(id);
      if (built !== undefined) return built;
      throw new EngineError({ code: "image-vanished", image: options.tag, after: "build" });
    },
    imagesWithLabel: (label) =>
      explained("list images", async () => {
        const images = await docker.listImages({ filters: { label: [label] } });
        return images.map(listed).sort((a, b) => b.created - a.created);
      }),
    push: (name, options) => pushImage(docker, name, options),
    async pull(reference, onEvent, signal) {
      await pull(docker, reference, onEvent, signal).catch((cause: unknown) => {
        throw abortedOr(cause, `pull the image ${reference}`, signal);
      });
    },
    async tag(reference, repositoryAndTag) {
      await explained(`tag the image ${reference} as ${repositoryAndTag}`, () =>
        docker.getImage(reference).tag(splitReference(repositoryAndTag)),
      );
    },
    saveImage: (reference) =>
      explained(`save the image ${reference}`, async () => {
        const archive = await docker.getImage(reference).get();
        // SAFETY: without an encoding it gives bytes.
        return archive as unknown as AsyncIterable<Uint8Array>;
      }),
    loadImage: (archive) =>
      explained("load an image", async () => {
        const said = await docker.loadImage(Readable.from(archive), { quiet: true });
        for await (const message of progressOf(said)) {
          const error = message.errorDetail?.message ?? message.error;
          if (error !== undefined) throw new Error(error);
        }
      }),
    async removeImage(reference) {
      await unlessMissing(`remove the image ${reference}`, () => docker.getImage(reference).remove());
    },
  };
}
