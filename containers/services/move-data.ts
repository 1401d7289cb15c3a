/**
 * Takes what services of a notebook keep to another name of it. An engine gives volumes no other names, so it is copied, and dropped under
 * the old name only when all is there. Decision 0026.
 */
import { hostname } from "node:os";
import type { Engine, Mount } from "../engine/engine.ts";
import { HostError } from "../hosts/host-error.ts";
import { pruneContainerKernels } from "../hosts/container/other-kernels.ts";
import { dropUnderLock, refuseUsed } from "./drop-services.ts";
import { withEngineLock } from "./engine-lock.ts";
import type { ServiceRecord } from "./find-services.ts";
import { graceSeconds } from "./leave-services.ts";
import { copyLabels, keptVolumeName, serviceContainerName, volumeLabelsAt } from "./kept-data.ts";

/** The data are for the notebook at that path from now on. Rejects with a `HostError` where somebody uses them, or where that one keeps some. */
export async function moveService(engine: Engine, from: ServiceRecord, notebookPath: string): Promise<void> {
  // What kernels of crashed owners hold is nobody's any more.
  await pruneContainerKernels(engine);
  const place = { notebookPath, service: from.service, machine: engine.elsewhere ? hostname() : "" };
  const containerName = serviceContainerName(place);
  const container = await engine.container(from.containerName);
  const image = container?.imageId ?? from.image;
  const lock = { name: from.containerName, image };
  await withEngineLock(engine, lock, () =>
    withEngineLock(engine, { name: containerName, image }, async () => {
      await refuseUsed(engine, from);
      if (container?.state === "running") await engine.stop(container.id, graceSeconds);
      const copies = await Promise.all(
        from.volumes.map(async ({ name, path }) => {
          const to = keptVolumeName(place, path);
          const [source, taken] = await Promise.all([engine.volume(name), engine.volume(to)]);
          if (taken !== undefined)
            throw new HostError({ code: "service-keeps", name: from.service, notebookPath });
          return { name, to, labels: volumeLabelsAt(place, source?.labels ?? {}) };
        }),
      );
      for (const { to, labels } of copies) await engine.createVolume(to, labels);
      try {
        await copy(engine, { image, containerName, labels: copyLabels(place), copies });
      } catch (error) {
        for (const { to } of copies) await engine.removeVolume(to);
        throw error;
      }
      await dropUnderLock(engine, from);
    }),
  );
}

interface Copying {
  readonly image: string;
  readonly containerName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly copies: readonly { readonly name: string; readonly to: string }[];
}

/** In a container of the service's name: whoever wants to start the service meanwhile, or after a copy that came to nothing, sees it. */
async function copy(engine: Engine, { image, containerName, labels, copies }: Copying): Promise<void> {
  const mounts = copies.flatMap(({ name, to }, index): readonly Mount[] => [
    { kind: "volume", source: name, target: `/pipenb/from/${index}`, readOnly: true },
    { kind: "volume", source: to, target: `/pipenb/to/${index}`, readOnly: false },
  ]);
  const id = await engine.create({
    image,
    name: containerName,
    entrypoint: ["/bin/sh", "-c"],
    command: [copies.map((_, index) => `cp -a /pipenb/from/${index}/. /pipenb/to/${index}/`).join(" && ")],
    environment: {},
    labels,
    mounts,
    user: "0:0",
    network: "none",
    restricted: false,
    init: false,
    autoRemove: false,
  });
  try {
    await engine.start(id);
    const exitCode = await engine.wait(id);
    if (exitCode !== 0) throw new HostError({ code: "service-copy", image, log: await engine.logs(id) });
  } finally {
    await engine.remove(id);
  }
}
