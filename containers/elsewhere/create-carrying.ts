/** Makes containers with what their mounts bring: by the engine where it is on this machine, else by carrying the files. */
import type { ContainerSpec, Engine } from "../engine/engine.ts";
import { CarriedFiles } from "./carried-files.ts";
import { withoutBinds } from "./carried-folder.ts";

export interface CarryingOptions {
  /** Where the notebook's own folder is in the container, if it is mounted. */
  readonly notebookTarget?: string;
  /** The Node in the container, by which a running one is asked for its files; only `put` and `fetchEnded` can do without. */
  readonly node?: string;
}

export interface CarryingContainer {
  readonly id: string;
  /** undefined where the container has the files themselves. */
  readonly files: CarriedFiles | undefined;
  /** What did not go there, in sentences. */
  readonly notes: readonly string[];
}

/** Nothing is left when it rejects, with an `EngineError` or a `HostError`. */
export async function createCarrying(
  engine: Engine,
  spec: ContainerSpec,
  { notebookTarget, node = "node" }: CarryingOptions = {},
): Promise<CarryingContainer> {
  if (!engine.elsewhere) return { id: await engine.create(spec), files: undefined, notes: [] };
  const carrying = withoutBinds(spec, notebookTarget);
  const files = new CarriedFiles(engine, { folders: carrying.folders, user: spec.user, node });
  const id = await engine.create(carrying.spec);
  try {
    return { id, files, notes: await files.put(id) };
  } catch (error) {
    await engine.remove(id);
    throw error;
  }
}
