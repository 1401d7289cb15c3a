/** Services of notebooks in the engine: those that run, and what they keep. */
import { hostname } from "node:os";
import type { ContainerSummary, Engine } from "../engine/engine.ts";
import { kernelLabel, readLabels } from "../hosts/container/kernel-labels.ts";
import { readKeptLabels, serviceContainerName, serviceLabel, type KeptLabels } from "./kept-data.ts";
import { usersOf, type ServiceUser } from "./service-users.ts";

export interface KeptVolume {
  readonly name: string;
  /** Folder in the container. */
  readonly path: string;
  /** undefined where the engine would have to count for long. */
  readonly bytes: number | undefined;
}

export interface ServiceRecord {
  /** Absolute. */
  readonly notebookPath: string;
  /** Name of the machine that the notebook is on. */
  readonly machine: string;
  readonly service: string;
  /** Of its container; of its data where there is none. */
  readonly image: string;
  readonly state: "running" | "stopped";
  /** Whom it runs for. */
  readonly users: readonly ServiceUser[];
  /** None of one that keeps nothing. */
  readonly volumes: readonly KeptVolume[];
  /** Seconds since the epoch; undefined for one that runs, and where it is not known. */
  readonly lastUsed: number | undefined;
  readonly containerName: string;
  /** undefined where only data are left. */
  readonly containerId: string | undefined;
}

/** How long the sizes of volumes may take. */
const sizesMilliseconds = 3_000;

/** All of them, by notebook and name. `notebookPath` asks for those of one notebook of this machine. */
export async function findServices(engine: Engine, notebookPath?: string): Promise<readonly ServiceRecord[]> {
  const [kept, passing] = await Promise.all([keepingServices(engine), passingServices(engine)]);
  return [...kept, ...passing]
    .filter((each) => notebookPath === undefined || each.notebookPath === notebookPath)
    .filter(({ machine }) => notebookPath === undefined || !engine.elsewhere || machine === hostname())
    .toSorted((a, b) => a.notebookPath.localeCompare(b.notebookPath) || a.service.localeCompare(b.service));
}

/** By the name that only one container can have. */
async function keepingServices(engine: Engine): Promise<readonly ServiceRecord[]> {
  const [containers, volumes, sizes] = await Promise.all([
    engine.containersWithLabel(serviceLabel),
    engine.volumesWithLabel(serviceLabel),
    engine
      .volumeSizes(AbortSignal.timeout(sizesMilliseconds))
      .catch((): ReadonlyMap<string, number> => new Map()),
  ]);
  const nameOf = (labels: KeptLabels): string =>
    containers.find((each) => isSame(readKeptLabels(each.labels), labels))?.name ??
    serviceContainerName({ ...labels, machine: engine.elsewhere ? labels.machine : "" });
  const names = new Set([...containers, ...volumes].map(({ labels }) => nameOf(readKeptLabels(labels))));
  return Promise.all(
    [...names].map(async (containerName) => {
      const container = containers.find(({ name }) => name === containerName);
      const own = volumes.filter(({ labels }) => nameOf(readKeptLabels(labels)) === containerName);
      const labels = readKeptLabels(container?.labels ?? own[0]?.labels ?? {});
      const running = isRunning(container);
      return {
        notebookPath: labels.notebookPath,
        machine: labels.machine,
        service: labels.service,
        image: container?.image ?? labels.image ?? "",
        state: running ? "running" : "stopped",
        users: running && container !== undefined ? await usersOf(engine, container) : [],
        volumes: own.map((volume) => ({
          name: volume.name,
          path: readKeptLabels(volume.labels).path,
          bytes: sizes.get(volume.name),
        })),
        lastUsed: running ? undefined : container?.ended,
        containerName,
        containerId: container?.id,
      };
    }),
  );
}

const isSame = (one: KeptLabels, other: KeptLabels): boolean =>
  one.notebookPath === other.notebookPath && one.service === other.service && one.machine === other.machine;

const isRunning = (container: ContainerSummary | undefined): boolean =>
  container !== undefined && container.state !== "exited" && container.state !== "created";

/** Those that are one kernel's alone and go with it. */
async function passingServices(engine: Engine): Promise<readonly ServiceRecord[]> {
  const containers = await engine.containersWithLabel(kernelLabel);
  const found = containers.flatMap((container) => {
    const { id, notebookPath } = readLabels(container.labels);
    const prefix = `pipenb-service-${id}-`;
    return isRunning(container) && container.name.startsWith(prefix)
      ? [{ container, notebookPath, service: container.name.slice(prefix.length) }]
      : [];
  });
  return Promise.all(
    found.map(async ({ container, notebookPath, service }) => ({
      notebookPath,
      machine: readLabels(container.labels).machine,
      service,
      image: container.image,
      state: "running" as const,
      users: await usersOf(engine, container),
      volumes: [],
      lastUsed: undefined,
      containerName: container.name,
      containerId: container.id,
    })),
  );
}
