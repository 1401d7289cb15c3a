/** How a kernel leaves the services that keep data: the last one stops them. */
import type { ContainerSummary, Engine } from "../engine/engine.ts";
import { networkNameOf } from "../hosts/container/kernel-labels.ts";
import { settled } from "../settled.ts";
import { isAbandoned, lockLabel, withEngineLock } from "./engine-lock.ts";
import { isCopy, serviceLabel } from "./kept-data.ts";

/** What Docker grants: a database writes down what it holds. */
export const graceSeconds = 10;

/** Takes the services off the kernel's network, and stops those that nobody uses any more. Their containers stay, with their logs. */
export async function leaveServices(engine: Engine, kernelId: string): Promise<void> {
  const network = networkNameOf(kernelId);
  const containers = await engine.containersWithLabel(serviceLabel);
  await settled(
    containers
      .filter(({ networks, state }) => state === "running" && networks.includes(network))
      .map((container) => leave(engine, container, network)),
  );
}

/** Stops those that nobody uses, and takes away locks that nobody holds: both are of processes that were killed. */
export async function pruneServices(engine: Engine): Promise<void> {
  const [containers, locks] = await Promise.all([
    engine.containersWithLabel(serviceLabel),
    engine.containersWithLabel(lockLabel),
  ]);
  await settled(locks.filter(isAbandoned).map(({ id }) => engine.remove(id)));
  await settled(
    containers
      .filter(
        ({ networks, state, labels }) => state === "running" && networks.length === 0 && !isCopy(labels),
      )
      .map((container) => leave(engine, container)),
  );
}

function leave(engine: Engine, { id, name, imageId }: ContainerSummary, network?: string): Promise<void> {
  return withEngineLock(engine, { name, image: imageId }, async () => {
    const before = await engine.container(id);
    if (before?.state !== "running") return;
    if (network !== undefined && before.networks.includes(network))
      await engine.disconnectNetwork(network, id);
    if (before.networks.every((each) => each === network)) await engine.stop(id, graceSeconds);
  });
}
