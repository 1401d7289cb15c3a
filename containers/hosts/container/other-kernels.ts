/** Kernels found in the engine by their labels, whoever started them. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerSummary, Engine } from "../../engine/engine.ts";
import { pruneServices } from "../../services/leave-services.ts";
import type { KernelRecord } from "../kernel-host.ts";
import { processExists } from "../../../notebook/program/end-process.ts";
import { kernelLabel, readLabels } from "./kernel-labels.ts";
import { removeKernel } from "./remove-kernel.ts";

const stopGraceSeconds = 3;
/** Things this young may belong to a kernel whose container is just being made. */
const startingSeconds = 600;
/** How long the files of a kernel may take on their way to its owner. */
const fetchSeconds = 120;
const pauseMilliseconds = 200;

const isKernel = ({ labels }: ContainerSummary): boolean => readLabels(labels).role === "kernel";

/** All of them, dead ones too. */
export async function listContainerKernels(engine: Engine): Promise<readonly KernelRecord[]> {
  const containers = await engine.containersWithLabel(kernelLabel);
  return containers
    .filter((container) => isKernel(container) && container.state !== "created")
    .map((container) => {
      const { id, notebookPath, started } = readLabels(container.labels);
      const state = container.state === "exited" ? "dead" : "running";
      return { id, host: "container", notebookPath, image: container.image, started, state };
    });
}

/** Ends one and removes it with its services; false when there is none that runs. */
export async function stopContainerKernel(engine: Engine, id: string): Promise<boolean> {
  const containers = await engine.containersWithLabel(`${kernelLabel}=${id}`);
  const kernel = containers.find((container) => isKernel(container) && container.state === "running");
  if (kernel === undefined) return false;
  await engine.stop(kernel.id, stopGraceSeconds);
  if (engine.elsewhere) await untilFetched(engine, kernel);
  await removeKernel(engine, id);
  return true;
}

/** Whoever started a kernel on another machine has its files still to fetch, and removes it then. */
async function untilFetched(engine: Engine, { id, labels }: ContainerSummary): Promise<void> {
  const { ownerPid } = readLabels(labels);
  const until = Date.now() + fetchSeconds * 1000;
  while (ownerPid !== undefined && processExists(ownerPid) && Date.now() < until) {
    if ((await engine.container(id)) === undefined) return;
    await sleep(pauseMilliseconds);
  }
}

/** Removes containers and networks of kernels that have ended. */
export async function pruneContainerKernels(engine: Engine): Promise<readonly string[]> {
  const [containers, networks] = await Promise.all([
    engine.containersWithLabel(kernelLabel),
    engine.networksWithLabel(kernelLabel),
  ]);
  const ids = new Set([...containers, ...networks].map(({ labels }) => readLabels(labels).id));
  const removed: string[] = [];
  for (const id of ids) {
    const own = [...containers, ...networks].filter(({ labels }) => readLabels(labels).id === id);
    const kernel = containers.find(
      (container) => isKernel(container) && readLabels(container.labels).id === id,
    );
    if (own.some(({ labels }) => isDead(kernel, labels))) removed.push(...(await removeKernel(engine, id)));
  }
  await pruneServices(engine);
  return removed;
}

function isDead(kernel: ContainerSummary | undefined, labels: ContainerSummary["labels"]): boolean {
  const { started, ownerPid, isForeign } = readLabels(labels);
  const state = kernel?.state ?? "created";
  // Whoever started it reads why it ended, and removes it then.
  if (ownerPid !== undefined && processExists(ownerPid)) return false;
  if (state === "created") return Date.now() / 1000 - started > startingSeconds;
  if (state !== "exited") return false;
  // Whether its owner still lives cannot be seen from here; its files may be on their way.
  return !isForeign || Date.now() / 1000 - (kernel?.ended ?? 0) > startingSeconds;
}
