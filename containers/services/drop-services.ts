/** Drops what services keep. */
import { stat } from "node:fs/promises";
import { hostname } from "node:os";
import * as z from "zod";
import type { Engine } from "../engine/engine.ts";
import { HostError } from "../hosts/host-error.ts";
import { pruneContainerKernels } from "../hosts/container/other-kernels.ts";
import { withEngineLock } from "./engine-lock.ts";
import type { ServiceRecord } from "./find-services.ts";
import { usersOf } from "./service-users.ts";

/** Removes a service's container and volumes. Rejects with a `HostError` where somebody uses it. */
export async function dropService(engine: Engine, record: ServiceRecord): Promise<void> {
  // What kernels of crashed owners hold is nobody's any more.
  await pruneContainerKernels(engine);
  const drop = (): Promise<void> => dropUnderLock(engine, record);
  const found = await engine.container(record.containerName);
  // Without a container there is no image for a lock; an engine removes no volume that another has by then.
  if (found === undefined) await drop();
  else await withEngineLock(engine, { name: record.containerName, image: found.imageId }, drop);
}

/** The same for who has the lock of its container's name. */
export async function dropUnderLock(engine: Engine, record: ServiceRecord): Promise<void> {
  await refuseUsed(engine, record);
  const container = await engine.container(record.containerName);
  if (container !== undefined) await engine.remove(container.id);
  for (const { name } of record.volumes) await engine.removeVolume(name);
}

/** Rejects with a `HostError` where somebody uses it now. */
export async function refuseUsed(
  engine: Engine,
  { containerName, service: name }: Pick<ServiceRecord, "containerName" | "service">,
): Promise<void> {
  const container = await engine.container(containerName);
  if (container?.state !== "running") return;
  const users = await usersOf(engine, container);
  if (users.length > 0) throw new HostError({ code: "service-running", name, users });
}

/** Those that keep data for a notebook of this machine whose file is gone. */
export async function withoutNotebook(services: readonly ServiceRecord[]): Promise<readonly ServiceRecord[]> {
  const looked = await Promise.all(
    services
      .filter(
        ({ machine, volumes, users }) => machine === hostname() && volumes.length > 0 && users.length === 0,
      )
      .map(async (service) => ((await isGone(service.notebookPath)) ? [service] : [])),
  );
  return looked.flat();
}

/** Only what the system says is not there: a folder that cannot be looked into is. */
export async function isGone(path: string): Promise<boolean> {
  try {
    await stat(path);
    return false;
  } catch (error) {
    const { code } = z
      .object({ code: z.string().default("") })
      .catch({ code: "" })
      .parse(error);
    return code === "ENOENT" || code === "ENOTDIR";
  }
}
