/** The services of the front matter (a database and the like), as containers beside the kernel. */
import { createCarrying } from "../elsewhere/create-carrying.ts";
import type { Engine } from "../engine/engine.ts";
import { pruneContainerKernels } from "../hosts/container/other-kernels.ts";
import { settled } from "../settled.ts";
import { keptFolders } from "./kept-data.ts";
import { startKept, type KeptService } from "./kept-service.ts";
import { serviceSpec, type ServicePlan, type Services, type StartedService } from "./service-plan.ts";

/** Pulls the images that are not here. */
export async function ensureServiceImages(
  engine: Engine,
  services: Services,
  onOutput: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const images = [...new Set(Object.values(services).map(({ image }) => image))];
  await Promise.all(
    images.map(async (image) => {
      if ((await engine.image(image)) !== undefined) return;
      onOutput(`Pulling ${image}`);
      await engine.pull(image, onOutput, signal);
    }),
  );
}

/**
 * Starts all of them, and tells of each that it has. What has been made so far is on the network, or carries the labels, when one of
 * them fails. Rejects with a `HostError` or an `EngineError`.
 */
export async function startServices(
  engine: Engine,
  plan: ServicePlan,
  onStarted: (started: StartedService) => void,
): Promise<readonly StartedService[]> {
  const wanted = await Promise.all(
    Object.entries(plan.services).map(async ([name, service]): Promise<KeptService> => {
      const image = await engine.image(service.image);
      const folders = plan.fresh ? [] : keptFolders(service, image?.volumes ?? []);
      return { name, service, imageId: image?.id ?? service.image, folders };
    }),
  );
  // What kernels of crashed owners hold is nobody's any more.
  if (wanted.some(({ folders }) => folders.length > 0)) await pruneContainerKernels(engine);
  return settled(
    wanted.map(async (each) => {
      const started = await (each.folders.length > 0
        ? startKept(engine, each, plan)
        : startOwn(engine, each, plan));
      onStarted(started);
      return started;
    }),
  );
}

/** One that is this kernel's alone and goes with it. */
async function startOwn(
  engine: Engine,
  { name, service }: KeptService,
  plan: ServicePlan,
): Promise<StartedService> {
  const identity = { containerName: `pipenb-service-${plan.id}-${name}`, labels: plan.labels, volumes: [] };
  const { id: containerId } = await createCarrying(engine, serviceSpec(name, service, plan, identity));
  await engine.start(containerId);
  return { name, service, containerId, kept: undefined };
}
