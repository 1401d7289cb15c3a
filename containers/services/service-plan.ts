/** What services are started of, and what is known of them then. */
import type { ContainerSpec, Mount } from "../engine/engine.ts";
import type { FrontMatter } from "../../notebook/front-matter.ts";

export type Services = FrontMatter["services"];
export type Service = Services[string];

export interface ServicePlan {
  /** Kernel id, part of the names of containers that are this kernel's alone. */
  readonly id: string;
  readonly notebookPath: string;
  readonly services: Services;
  readonly network: string;
  /** Of containers that go with the kernel. */
  readonly labels: Readonly<Record<string, string>>;
  /** Mounts of the secrets, for services as for the kernel. */
  readonly secrets: readonly Mount[];
  /** Without what was kept, and nothing is kept of it. */
  readonly fresh: boolean;
}

/** A service's container that has been started, or was running already. */
export interface StartedService {
  readonly name: string;
  readonly service: Service;
  readonly containerId: string;
  readonly kept: KeptState | undefined;
}

/** What a service keeps, as its container was started with it. */
export interface KeptState {
  readonly notebookPath: string;
  readonly containerName: string;
  /** Names of its volumes. */
  readonly volumes: readonly string[];
  /** There were none before this start. */
  readonly isNew: boolean;
  /** The image that they were made for, where the front matter names another now. */
  readonly otherImage: string | undefined;
  /** They were made with other environment variables of the service. */
  readonly otherEnvironment: boolean;
}

/** What tells containers of a service apart: those that keep data have a name and labels of their own. */
export interface ServiceIdentity {
  readonly containerName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly Mount[];
}

/** Those secrets that the service's environment names. */
export function secretsOf(service: Service, { secrets }: Pick<ServicePlan, "secrets">): readonly Mount[] {
  return secrets.filter(({ target }) => Object.values(service.environment).includes(target));
}

/** The container's specification. */
export function serviceSpec(
  name: string,
  service: Service,
  plan: ServicePlan,
  { containerName, labels, volumes }: ServiceIdentity,
): ContainerSpec {
  return {
    image: service.image,
    name: containerName,
    command: service.command ?? [],
    environment: service.environment,
    labels,
    mounts: [...secretsOf(service, plan), ...volumes],
    network: plan.network,
    networkAliases: [name],
    // Images of databases start as root and step down to a user of their own.
    restricted: false,
    init: false,
    autoRemove: false,
  };
}
