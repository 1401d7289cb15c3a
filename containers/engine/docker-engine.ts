/** The `Engine` over dockerode: Docker, Podman, Colima and whatever else answers Docker's API. */
import { statfs } from "node:fs/promises";
import type Dockerode from "dockerode";
import * as z from "zod";
import { ask } from "./ask.ts";
import { streamPart } from "./container-streams.ts";
import { containerPart } from "./containers.ts";
import type { Engine } from "./engine.ts";
import { explained, unlessMissing } from "./explain-failure.ts";
import { imagePart } from "./images.ts";
import { nodeArchitecture } from "./node-architecture.ts";
import { orAbsent } from "./or-absent.ts";
import { swarmPart } from "./swarm-part.ts";

const InfoSchema = z.object({
  DockerRootDir: z.string().default(""),
  MemTotal: z.number().optional(),
  Name: z.string().optional(),
  SecurityOptions: z.array(z.string()).nullish(),
});

/** Free bytes where the engine keeps its images; unknown where that is another machine's folder. */
async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined; // inside a virtual machine, or not ours to look at
  }
}

/** Gives the engine behind a dockerode connection; `elsewhere` tells that it runs on another machine. */
export function createDockerEngine(docker: Dockerode, elsewhere: boolean): Engine {
  return {
    elsewhere,
    swarm: swarmPart(docker),
    info: () =>
      explained("ask the engine about itself", async () => {
        const asked = docker.info().then((answer) => InfoSchema.parse(answer));
        const [version, info] = await Promise.all([docker.version(), asked]);
        const storageFree = elsewhere ? undefined : await freeBytes(info.DockerRootDir);
        return {
          version: version.Version,
          apiVersion: version.ApiVersion,
          os: version.Os,
          architecture: nodeArchitecture(version.Arch),
          rootless: (info.SecurityOptions ?? []).some((option) => option.includes("rootless")),
          ...(info.Name === undefined ? {} : { machine: info.Name }),
          ...(storageFree === undefined ? {} : { storageFree }),
          ...(info.MemTotal === undefined ? {} : { memory: info.MemTotal }),
        };
      }),
    ...imagePart(docker),
    ...containerPart(docker),
    ...streamPart(docker),
    ...volumePart(docker),
    ...networkPart(docker),
  };
}

type NetworkPart = Pick<
  Engine,
  | "createNetwork"
  | "networksWithLabel"
  | "hasNetwork"
  | "removeNetwork"
  | "connectNetwork"
  | "disconnectNetwork"
>;

/** Gives the network calls over dockerode. */
function networkPart(docker: Dockerode): NetworkPart {
  return {
    createNetwork: (name, labels, { internal = false } = {}) =>
      explained(`make the network ${name}`, async () => {
        const network = await docker.createNetwork({
          Name: name,
          Labels: { ...labels },
          Driver: "bridge",
          CheckDuplicate: true,
          Internal: internal,
        });
        return network.id;
      }),
    networksWithLabel: (label) =>
      explained("list networks", async () => {
        const networks = await docker.listNetworks({ filters: { label: [label] } });
        return networks.map(({ Id, Name, Labels }) => ({ id: Id, name: Name, labels: Labels ?? {} }));
      }),
    hasNetwork: async (name) =>
      (await unlessMissing(`look for the network ${name}`, () => docker.getNetwork(name).inspect())) !==
      undefined,
    async removeNetwork(id) {
      await unlessMissing("remove a network", () => docker.getNetwork(id).remove());
    },
    async connectNetwork(network, containerId, aliases) {
      await explained(`connect a container to the network ${network}`, () =>
        docker
          .getNetwork(network)
          .connect({ Container: containerId, EndpointConfig: { Aliases: [...aliases] } }),
      );
    },
    async disconnectNetwork(network, containerId) {
      await unlessMissing(`take a container off the network ${network}`, () =>
        docker.getNetwork(network).disconnect({ Container: containerId }),
      );
    },
  };
}

type VolumePart = Pick<
  Engine,
  "volume" | "createVolume" | "volumesWithLabel" | "removeVolume" | "volumeSizes"
>;

function summarize(info: Dockerode.VolumeInspectInfo): { name: string; labels: Record<string, string> } {
  return { name: info.Name, labels: orAbsent(info.Labels) ?? {} };
}

/** An engine that does not know the question's restriction to volumes tells of everything. */
const UsageSchema = z.object({
  Volumes: z
    .array(z.object({ Name: z.string(), UsageData: z.object({ Size: z.number() }).nullish() }))
    .nullish(),
});

/** dockerode's own call takes no restriction. */
async function usage(docker: Dockerode, abortSignal: AbortSignal): Promise<unknown> {
  const answer = await ask(docker, {
    method: "GET",
    path: "/system/df?",
    options: { type: "volume" },
    abortSignal,
    statusCodes: { 200: true, 500: "server error" },
  });
  return JSON.parse(answer);
}

/** Gives the volume calls over dockerode. */
function volumePart(docker: Dockerode): VolumePart {
  return {
    volume: (name) =>
      unlessMissing(`look up the volume ${name}`, async () =>
        summarize(await docker.getVolume(name).inspect()),
      ),
    async createVolume(name, labels) {
      await explained(`make the volume ${name}`, () =>
        docker.createVolume({ Name: name, Labels: { ...labels } }),
      );
    },
    volumesWithLabel: (label) =>
      explained("list volumes", async () => {
        const { Volumes } = await docker.listVolumes({ filters: { label: [label] } });
        return (orAbsent(Volumes) ?? []).map(summarize);
      }),
    async removeVolume(name) {
      await unlessMissing(`remove the volume ${name}`, () => docker.getVolume(name).remove());
    },
    volumeSizes: (signal) =>
      explained("measure volumes", async () => {
        const { Volumes } = UsageSchema.parse(await usage(docker, signal));
        const sizes = (Volumes ?? []).map(({ Name, UsageData }) => [Name, UsageData?.Size ?? -1] as const);
        return new Map(sizes.filter(([, size]) => size >= 0));
      }),
  };
}
