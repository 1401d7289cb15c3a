/** A container that is never started: files are taken out of its image. */
import type { Engine } from "../../engine/engine.ts";
import { EngineError } from "../../engine/engine-error.ts";
import { labelsOf } from "../../hosts/container/kernel-labels.ts";
import { newKernel } from "../../hosts/new-kernel.ts";

/** Makes one for the work and takes it away. What a crash has left of it goes with the kernels that are pruned. */
export async function withStillContainer<Result>(
  engine: Engine,
  image: string,
  notebookPath: string,
  work: (id: string) => Promise<Result>,
): Promise<Result> {
  const id = await engine.create({
    image,
    command: ["never-started"],
    environment: {},
    labels: labelsOf(newKernel().id, notebookPath)("types"),
    mounts: [],
    restricted: true,
    init: false,
    autoRemove: false,
  });
  try {
    return await work(id);
  } finally {
    await engine.remove(id);
  }
}

/** What a reading gives; undefined where the file or folder is not there. */
export async function unlessAbsent<Result>(reading: Promise<Result>): Promise<Result | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof EngineError && error.code === "no-such-object") return undefined;
    throw error;
  }
}
