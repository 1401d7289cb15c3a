/** What a kernel in a container takes of the machine. */
import { connectEngine } from "../engine/connect.ts";
import type { ContainerLoad } from "../engine/container-load.ts";
import { kernelLabel, readLabels } from "./container/kernel-labels.ts";

/** Undefined for a kernel that does not run in a container of this machine's engine. Takes the engine about two seconds. */
export async function kernelLoad(id: string): Promise<ContainerLoad | undefined> {
  const connection = await connectEngine({});
  if (connection.kind === "none") return undefined;
  const containers = await connection.engine.containersWithLabel(`${kernelLabel}=${id}`);
  const kernel = containers.find(({ labels }) => readLabels(labels).role === "kernel");
  return kernel === undefined ? undefined : connection.engine.stats(kernel.id);
}
