/** The part of the engine that knows images: build, pull, tag, look up. */
import type Dockerode from "dockerode";
import { archiveOf } from "./archive.ts";
import { BuildProgress } from "./build-progress.ts";
import type { BuildOptions, Engine, ImageSummary } from "./engine.ts";
import { EngineError } from "./engine-error.ts";
import { explained, toEngineError, unlessMissing } from "./explain-failure.ts";
import { orAbsent } from "./or-absent.ts";
import { progressOf } from "./json-lines.ts";
import { nodeArchitecture } from "./node-architecture.ts";
import { credentialsFor, everyCredential } from "./registry-credentials.ts";

type ImagePart = Pick<Engine, "build" | "image" | "pull" | "tag" | "removeImage">;

function summarize(info: Dockerode.ImageInspectInfo): ImageSummary {
  const config = orAbsent(info.Config);
  const entrypoint = orAbsent(config?.Entrypoint) ?? [];
  return {
    id: info.Id.startsWith("sha256:") ? info.Id : `sha256:${info.Id}`,
    tags: orAbsent(info.RepoTags) ?? [],
    labels: orAbsent(config?.Labels) ?? {},
    size: info.Size,
    entrypoint: typeof entrypoint === "string" ? [entrypoint] : entrypoint,
    user: config?.User ?? "",
    architecture: nodeArchitecture(info.Architecture),
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
  // Closing the connection is how an engine is told to stop building.
  // SAFETY: a connection's response, which every stream of dockerode is, can be destroyed.
  const connection = stream as unknown as { destroy(): void };
  const stop = (): void => {
    connection.destroy();
  };
  signal?.addEventListener("abort", stop, { once: true });
  try {
    for await (const message of progressOf(stream)) progress.read(message);
    progress.end();
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  signal?.throwIfAborted();
  if (progress.failure !== undefined) throw progress.failure;
  if (progress.imageId === undefined) {
    throw new EngineError(
      "unreachable",
      `Could not build the image ${options.tag}: the engine hung up in the middle. Is it still running?`,
    );
  }
  return progress.imageId;
}

/** An aborted stream ends in several ways; the signal tells which were asked for. */
function abortedOr(cause: unknown, doing: string, signal: AbortSignal | undefined): EngineError {
  if (signal?.aborted === true) return new EngineError("aborted", `Stopped as asked: ${doing}.`, { cause });
  return toEngineError(cause, doing);
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

/** Splits "registry:5000/name:tag" into its name and tag; no tag means "latest". */
function splitReference(reference: string): { readonly repo: string; readonly tag: string } {
  const match = /^(.*):([^:/]+)$/.exec(reference);
  return { repo: match?.[1] ?? reference, tag: match?.[2] ?? "latest" };
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
      throw new EngineError(
        "no-such-image",
        `The image ${options.tag} was removed right after its build. Build it again.`,
      );
    },
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
    async removeImage(reference) {
      await unlessMissing(`remove the image ${reference}`, () => docker.getImage(reference).remove());
    },
  };
}
