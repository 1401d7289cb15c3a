/** Runs an image as `docker run --rm` does, through the engine's own interface: the docker program need not be there. */
import type { Limits } from "../../containers/figures/limits.ts";
import { createCarrying } from "../../containers/elsewhere/create-carrying.ts";
import type { ContainerSpec, Engine, Mount } from "../../containers/engine/engine.ts";
import { pipelineContainer } from "../../containers/images/pipeline-container.ts";

export interface ImageRun {
  readonly image: string;
  readonly args: readonly string[];
  readonly mounts: readonly Mount[];
  /** "uid:gid"; whoever runs this when absent, where that is not root: root leaves it to the image. */
  readonly user?: string | undefined;
  readonly limits?: Limits;
  readonly environment?: Readonly<Record<string, string>>;
  /** Its name, or "none"; the engine's default where absent. */
  readonly network?: string | undefined;
  readonly onOutput: (stream: "stdout" | "stderr", chunk: Uint8Array) => void;
  /** What did not get to another machine or back, in sentences. */
  readonly onNote?: (sentence: string) => void;
  /** Stops the run: first by SIGTERM, then by force. */
  readonly signal?: AbortSignal;
}

/** What Docker grants; a pipeline ends within 8. */
const graceSeconds = 10;

/** Gives the exit code; the container is gone afterwards. */
export async function runImage(engine: Engine, run: ImageRun): Promise<number> {
  const { id, files, notes } = await createCarrying(engine, specOf(run));
  const tell = (note: string): void => run.onNote?.(note);
  notes.forEach(tell);
  const stop = (): void => {
    engine.stop(id, graceSeconds).catch(() => undefined); // it may have ended by itself
  };
  try {
    const attached = await engine.attach(id, run.onOutput);
    run.signal?.addEventListener("abort", stop);
    await engine.start(id);
    if (run.signal?.aborted === true) stop();
    const code = await engine.wait(id);
    await attached.ended;
    (await files?.fetchEnded())?.forEach(tell);
    return code;
  } finally {
    run.signal?.removeEventListener("abort", stop);
    await engine.remove(id);
  }
}

function specOf({
  image,
  args,
  mounts,
  user = ownUser(),
  limits,
  environment = {},
  network,
}: ImageRun): ContainerSpec {
  return {
    ...pipelineContainer({
      image,
      args,
      mounts,
      user,
      limits,
      environment,
      labels: { "io.pipenb.run": "true" },
    }),
    ...(network === undefined ? {} : { network }),
  };
}

function ownUser(): string | undefined {
  const user = process.getuid?.() ?? 0;
  return user === 0 ? undefined : `${user}:${process.getgid?.() ?? user}`;
}
