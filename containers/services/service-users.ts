/** Who uses a service that keeps data: kernels, and runs of the image, on whose networks its container is. */
import type { ContainerSummary, Engine } from "../engine/engine.ts";
import { containerNameOf, kernelLabel, readLabels } from "../hosts/container/kernel-labels.ts";

export interface ServiceUser {
  /** Of the kernel, or of a run, which has an id of the same kind. */
  readonly id: string;
  readonly kind: "kernel" | "run";
  /** Seconds since the epoch. */
  readonly started: number;
}

/** All of them, the oldest first. */
export async function usersOf(
  engine: Engine,
  { networks }: Pick<ContainerSummary, "networks">,
): Promise<readonly ServiceUser[]> {
  const known = await engine.networksWithLabel(kernelLabel);
  const users = await Promise.all(
    known
      .filter(({ name }) => networks.includes(name))
      .map(async ({ labels }) => {
        const { id, started } = readLabels(labels);
        const kernel = await engine.container(containerNameOf(id));
        return { id, kind: kernel === undefined ? ("run" as const) : ("kernel" as const), started };
      }),
  );
  return users.toSorted((a, b) => a.started - b.started);
}
