/** Runs an image as `docker run --rm` does, through the engine's own interface: the docker program need not be there. */
import type { ContainerSpec, Engine, Mount } from "../containers/engine/engine.ts";

export interface ImageRun {
  readonly image: string;
  readonly args: readonly string[];
  readonly mounts: readonly Mount[];
  readonly onOutput: (stream: "stdout" | "stderr", chunk: Uint8Array) => void;
  readonly signal?: AbortSignal;
}

/** Gives the exit code; the container is gone afterwards. */
export async function runImage(engine: Engine, run: ImageRun): Promise<number> {
  const id = await engine.create(specOf(run));
  try {
    const attached = await engine.attach(id, run.onOutput);
    run.signal?.addEventListener("abort", () => {
      engine.kill(id, "SIGKILL").catch(() => undefined); // it may have ended by itself
    });
    await engine.start(id);
    const code = await engine.wait(id);
    await attached.ended;
    return code;
  } finally {
    await engine.remove(id);
  }
}

/** Files belong to whoever runs this; root leaves it to the image, which never runs as root. */
function specOf({ image, args, mounts }: ImageRun): ContainerSpec {
  const user = process.getuid?.() ?? 0;
  return {
    image,
    command: args,
    environment: {},
    labels: { "io.pipenb.run": "true" },
    mounts,
    ...(user === 0 ? {} : { user: `${user}:${process.getgid?.() ?? user}` }),
    restricted: true,
    init: true,
    autoRemove: false,
  };
}
