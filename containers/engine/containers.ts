/** The part of the engine that makes, starts, watches and ends containers. */
import type Dockerode from "dockerode";
import * as z from "zod";
import { ask } from "./ask.ts";
import { toContainerLoad } from "./container-load.ts";
import type { ContainerSpec, ContainerSummary, Engine } from "./engine.ts";
import { explained, toEngineError, unlessMissing } from "./explain-failure.ts";
import { orAbsent } from "./or-absent.ts";

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
function createOptions(spec: ContainerSpec): Dockerode.ContainerCreateOptions {
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

type ContainerPart = Pick<
  Engine,
  "create" | "start" | "container" | "containersWithLabel" | "stats" | "wait" | "stop" | "remove"
>;

const HealthSchema = z.enum(["starting", "healthy", "unhealthy"]);
const WaitSchema = z.object({ StatusCode: z.number() });

function stateOf(status: string): ContainerSummary["state"] {
  if (status === "created" || status === "running" || status === "exited") return status;
  // Podman's words, and a container the engine could not remove.
  if (status === "stopped" || status === "dead") return "exited";
  if (status === "configured" || status === "initialized") return "created";
  return "other";
}

function portsOf(info: Dockerode.ContainerInspectInfo): ReadonlyMap<number, number> {
  const ports = new Map<number, number>();
  const published = orAbsent(info.NetworkSettings.Ports) ?? {};
  for (const [port, bindings] of Object.entries(published)) {
    const hostPort = Number(orAbsent(bindings)?.[0]?.HostPort ?? 0);
    if (hostPort > 0) ports.set(Number.parseInt(port, 10), hostPort);
  }
  return ports;
}

function summarize(info: Dockerode.ContainerInspectInfo): ContainerSummary {
  const state = stateOf(info.State.Status);
  const health = HealthSchema.safeParse(info.State.Health?.Status).data;
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ""),
    image: info.Config.Image,
    imageId: info.Image,
    state,
    labels: orAbsent(info.Config.Labels) ?? {},
    created: Math.floor(Date.parse(info.Created) / 1000),
    ports: portsOf(info),
    networks: Object.keys(orAbsent(info.NetworkSettings.Networks) ?? {}),
    ...(health === undefined ? {} : { health }),
    ...(state === "exited"
      ? {
          exitCode: info.State.ExitCode,
          outOfMemory: info.State.OOMKilled,
          ended: Math.floor(Date.parse(info.State.FinishedAt) / 1000),
        }
      : {}),
  };
}

/** True for "it is so already": started, stopped, gone, or going. */
function isAlready(cause: unknown, doing: string): boolean {
  const status = z.object({ statusCode: z.number() }).safeParse(cause).data?.statusCode;
  if (status === 304) return true;
  const { facts } = toEngineError(cause, doing);
  if (facts.code === "no-such-object") return true;
  return "said" in facts && /is not running|already in progress/i.test(facts.said);
}

async function unlessAlready(doing: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (cause) {
    if (!isAlready(cause, doing)) throw toEngineError(cause, doing);
  }
}

/** Its answer begins at once, and ends with the container: the engine may go down in between. */
async function waitFor(docker: Dockerode, id: string): Promise<number> {
  const info = await docker.getContainer(id).inspect();
  // A container that was never started counts as not running: wait for its first end instead.
  const condition = stateOf(info.State.Status) === "created" ? "next-exit" : "not-running";
  const answer = await ask(docker, {
    method: "POST",
    path: `/containers/${encodeURIComponent(id)}/wait?`,
    options: { condition },
    statusCodes: { 200: true, 400: "bad parameter", 404: "no such container", 500: "server error" },
  });
  return WaitSchema.parse(JSON.parse(answer)).StatusCode;
}

/** Gives the container calls over dockerode. Ending something that has ended already is no error. */
export function containerPart(docker: Dockerode): ContainerPart {
  const container: ContainerPart["container"] = (id) =>
    unlessMissing("look up a container", async () => summarize(await docker.getContainer(id).inspect()));
  return {
    container,
    async create(spec) {
      const made = await explained(`make a container of the image ${spec.image}`, () =>
        docker.createContainer(createOptions(spec)),
      );
      return made.id;
    },
    async start(id) {
      try {
        await docker.getContainer(id).start();
      } catch (cause) {
        const error = toEngineError(cause, "start a container");
        if (z.object({ statusCode: z.literal(304) }).safeParse(cause).success) return;
        throw error;
      }
    },
    async containersWithLabel(label) {
      const found = await explained("list containers", () =>
        docker.listContainers({ all: true, filters: { label: [label] } }),
      );
      const summaries = await Promise.all(found.map(({ Id }) => container(Id)));
      return summaries.filter((summary) => summary !== undefined);
    },
    stats: (id) =>
      unlessMissing("measure a container", async () =>
        toContainerLoad(await docker.getContainer(id).stats({ stream: false })),
      ),
    wait: (id) => explained("wait for a container", () => waitFor(docker, id)),
    stop: (id, timeoutSeconds) =>
      unlessAlready("stop a container", () => docker.getContainer(id).stop({ t: timeoutSeconds })),
    remove: (id) =>
      unlessAlready("remove a container", () => docker.getContainer(id).remove({ force: true, v: true })),
  };
}
