/** The services of the front matter (a database and the like), as containers beside the kernel. */
import { createCarrying } from "../elsewhere/create-carrying.ts";
import type { ContainerSpec, Engine, Mount } from "../engine/engine.ts";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import { settled } from "../settled.ts";

export type Services = FrontMatter["services"];
type Service = Services[string];

/** A service's container that has been started. */
export interface StartedService {
  readonly name: string;
  readonly service: Service;
  readonly containerId: string;
}

export interface ServicePlan {
  /** Kernel id, part of the containers' names. */
  readonly id: string;
  readonly services: Services;
  readonly network: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Mounts of the secrets, for services as for the kernel. */
  readonly secrets: readonly Mount[];
}

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

/** Starts all of them. What has been made so far carries the labels when one of them fails. */
export function startServices(engine: Engine, plan: ServicePlan): Promise<readonly StartedService[]> {
  return settled(
    Object.entries(plan.services).map(async ([name, service]) => {
      const { id: containerId } = await createCarrying(engine, serviceSpec(name, service, plan));
      await engine.start(containerId);
      return { name, service, containerId };
    }),
  );
}

/** What a service's `verify` command printed. */
export interface ServiceResult {
  readonly name: string;
  readonly command: string;
  readonly exitCode: number;
  readonly output: string;
}

/** What a run has left in the services, as far as they have a command that prints it. */
export function serviceResults(
  engine: Engine,
  started: readonly StartedService[],
): Promise<readonly ServiceResult[]> {
  return Promise.all(
    started.flatMap(({ name, service: { verify }, containerId }) =>
      verify === undefined
        ? []
        : [
            engine
              .exec(containerId, ["/bin/sh", "-c", verify])
              .then((ended) => ({ name, command: verify, ...ended })),
          ],
    ),
  );
}

function serviceSpec(
  name: string,
  service: Service,
  { id, network, labels, secrets }: ServicePlan,
): ContainerSpec {
  return {
    image: service.image,
    name: `pipenb-service-${id}-${name}`,
    command: service.command ?? [],
    environment: service.environment,
    labels,
    // Only those the service asks for.
    mounts: secrets.filter(({ target }) => Object.values(service.environment).includes(target)),
    network,
    networkAliases: [name],
    // Images of databases start as root and step down to a user of their own.
    restricted: false,
    init: false,
    autoRemove: false,
  };
}
