/** A service that keeps data: its container is made anew over its volumes, or shared while it runs. Decision 0026. */
import { hostname } from "node:os";
import { createCarrying } from "../elsewhere/create-carrying.ts";
import type { ContainerSummary, Engine, Mount } from "../engine/engine.ts";
import { EngineError } from "../engine/engine-error.ts";
import { HostError } from "../hosts/host-error.ts";
import { withEngineLock } from "./engine-lock.ts";
import {
  containerLabels,
  hasSameEnvironment,
  hasSameMakeup,
  isCopy,
  keptVolumeName,
  readKeptLabels,
  serviceContainerName,
  volumeLabels,
  type ServicePlace,
} from "./kept-data.ts";
import { graceSeconds } from "./leave-services.ts";
import {
  secretsOf,
  serviceSpec,
  type KeptState,
  type Service,
  type ServicePlan,
  type StartedService,
} from "./service-plan.ts";
import { usersOf } from "./service-users.ts";

export interface KeptService {
  readonly name: string;
  readonly service: Service;
  readonly imageId: string;
  /** Of which what is in them is kept; at least one. */
  readonly folders: readonly string[];
}

/** Starts the service over what it kept, or joins the container in which it runs for somebody else. Rejects with a `HostError` where that one is another. */
export function startKept(engine: Engine, kept: KeptService, plan: ServicePlan): Promise<StartedService> {
  const { name, service, imageId, folders } = kept;
  const place = {
    notebookPath: plan.notebookPath,
    service: name,
    machine: engine.elsewhere ? hostname() : "",
  };
  const containerName = serviceContainerName(place);
  const secrets = secretsOf(service, plan).map(({ target }) => target);
  const labels = containerLabels(place, { service, imageId, secrets, folders });
  return withEngineLock(engine, { name: containerName, image: imageId }, async () => {
    const found = await engine.container(containerName);
    if (found !== undefined && isCopy(found.labels)) refuseUncopied(kept, plan, found);
    const isRunning = found !== undefined && found.state !== "exited" && found.state !== "created";
    const shared = isRunning && found.state === "running" && hasSameMakeup(found.labels, labels);
    if (isRunning && !shared) await refuseUsed(engine, kept, found);
    if (found !== undefined && !shared) await end(engine, found);
    const state = await ensureVolumes(engine, place, kept, containerName);
    if (shared) {
      await engine.connectNetwork(plan.network, found.id, [name]);
      return { name, service, containerId: found.id, kept: { ...state, isNew: false } };
    }
    const identity = { containerName, labels, volumes: mountsOf(place, folders) };
    const { id } = await createCarrying(engine, serviceSpec(name, service, plan, identity));
    await engine.start(id);
    return { name, service, containerId: id, kept: state };
  });
}

/** Over half of its data no service is started. A copy that came to its end is as good as one that somebody has seen end. */
function refuseUncopied(
  { name }: KeptService,
  { notebookPath }: ServicePlan,
  { state, exitCode }: ContainerSummary,
): void {
  if (exitCode === 0) return;
  throw new HostError({ code: "service-uncopied", name, notebookPath, isRunning: state === "running" });
}

/** What others use is left as it is, even where this notebook has another by now. */
async function refuseUsed(engine: Engine, { name }: KeptService, found: ContainerSummary): Promise<void> {
  const users = await usersOf(engine, found);
  if (users.length > 0) throw new HostError({ code: "service-in-use", name, users });
}

async function end(engine: Engine, { id, state }: ContainerSummary): Promise<void> {
  if (state === "running") await engine.stop(id, graceSeconds);
  await engine.remove(id);
}

function mountsOf(place: ServicePlace, folders: readonly string[]): readonly Mount[] {
  return folders.map((target) => ({
    kind: "volume",
    source: keptVolumeName(place, target),
    target,
    readOnly: false,
  }));
}

/** Makes those that are not there. */
async function ensureVolumes(
  engine: Engine,
  place: ServicePlace,
  { service, folders }: KeptService,
  containerName: string,
): Promise<KeptState> {
  const all = await Promise.all(
    folders.map(async (folder) => {
      const name = keptVolumeName(place, folder);
      const found = await engine.volume(name);
      if (found === undefined) await engine.createVolume(name, volumeLabels(place, service, folder));
      return { name, labels: found?.labels };
    }),
  );
  const labels = all.flatMap((volume) => (volume.labels === undefined ? [] : [volume.labels]));
  const images = labels.map((each) => readKeptLabels(each).image);
  return {
    notebookPath: place.notebookPath,
    containerName,
    volumes: all.map(({ name }) => name),
    isNew: labels.length === 0,
    otherImage: images.find((image) => image !== undefined && image !== service.image),
    otherEnvironment: labels.some((each) => !hasSameEnvironment(each, service)),
  };
}

/**
 * Takes away what a start has made that came to nothing: a database that was stopped while it was being made is none. What others
 * have come to use meanwhile stays.
 */
export async function dropUnborn(engine: Engine, services: readonly StartedService[]): Promise<void> {
  for (const { containerId, kept } of services) {
    if (kept?.isNew !== true) continue;
    const container = await engine.container(containerId);
    if (container === undefined) continue;
    await withEngineLock(engine, { name: kept.containerName, image: container.imageId }, async () => {
      const now = await engine.container(containerId);
      if (now === undefined || now.state === "running") return;
      await engine.remove(containerId);
      await removeVolumes(engine, kept.volumes);
    });
  }
}

/** Without those that something else of the user's has mounted. */
async function removeVolumes(engine: Engine, names: readonly string[]): Promise<void> {
  for (const name of names) {
    try {
      await engine.removeVolume(name);
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== "conflict") throw error;
    }
  }
}
