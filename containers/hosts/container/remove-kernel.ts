/** Removes what belongs to one kernel from the engine: containers first, for they hold the network. */
import type { Engine } from "../../engine/engine.ts";
import { leaveServices } from "../../services/leave-services.ts";
import { kernelLabel } from "./kernel-labels.ts";

/** Gives what was removed, in words. */
export async function removeKernel(engine: Engine, id: string): Promise<readonly string[]> {
  const label = `${kernelLabel}=${id}`;
  const [containers, networks] = await Promise.all([
    engine.containersWithLabel(label),
    engine.networksWithLabel(label),
  ]);
  await Promise.all(containers.map((container) => engine.remove(container.id)));
  await leaveServices(engine, id);
  await Promise.all(networks.map((network) => engine.removeNetwork(network.id)));
  return [
    ...containers.map(({ name }) => `the container ${name}`),
    ...networks.map(({ name }) => `the network ${name}`),
  ];
}
