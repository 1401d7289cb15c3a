/** Translates our words for a container to be made into the engine's. */
import type Dockerode from "dockerode";
import type { ContainerSpec } from "./engine.ts";

const loopback = "127.0.0.1";

function hostConfig(spec: ContainerSpec): Dockerode.HostConfig {
  return {
    AutoRemove: spec.autoRemove,
    Init: spec.init,
    Mounts: spec.mounts.map(({ kind, source, target, readOnly }) => ({
      Type: kind,
      Source: source,
      Target: target,
      ReadOnly: readOnly,
    })),
    PortBindings: Object.fromEntries(
      (spec.publish ?? []).map((port) => [`${port}/tcp`, [{ HostIp: loopback, HostPort: "" }]]),
    ),
    ...(spec.restricted ? { CapDrop: ["ALL"], SecurityOpt: ["no-new-privileges"] } : {}),
    ...(spec.network === undefined ? {} : { NetworkMode: spec.network }),
    ...(spec.memory === undefined ? {} : { Memory: spec.memory, MemorySwap: spec.memory }),
    ...(spec.cpus === undefined ? {} : { NanoCpus: Math.round(spec.cpus * 1e9) }),
    ...(spec.pids === undefined ? {} : { PidsLimit: spec.pids }),
  };
}

/** The engine's own form of the specification. */
export function createOptions(spec: ContainerSpec): Dockerode.ContainerCreateOptions {
  return {
    Image: spec.image,
    Cmd: [...spec.command],
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    Labels: { ...spec.labels },
    Tty: false,
    OpenStdin: false,
    ExposedPorts: Object.fromEntries((spec.publish ?? []).map((port) => [`${port}/tcp`, {}])),
    HostConfig: hostConfig(spec),
    ...(spec.name === undefined ? {} : { name: spec.name }),
    // The engine takes [""] for "no entrypoint"; an empty list would leave the image's in force.
    ...(spec.entrypoint === undefined
      ? {}
      : { Entrypoint: spec.entrypoint.length === 0 ? [""] : [...spec.entrypoint] }),
    ...(spec.workingDirectory === undefined ? {} : { WorkingDir: spec.workingDirectory }),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    ...(spec.network === undefined || spec.networkAliases === undefined
      ? {}
      : { NetworkingConfig: { EndpointsConfig: { [spec.network]: { Aliases: [...spec.networkAliases] } } } }),
  };
}
