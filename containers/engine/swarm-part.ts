/** The part of the engine that speaks of a swarm's services, over dockerode. */
import { setTimeout as pause } from "node:timers/promises";
import type Dockerode from "dockerode";
import * as z from "zod";
import { createDemultiplexer } from "./demultiplex.ts";
import { abortedOr, explained, unlessMissing } from "./explain-failure.ts";
import { oneTaskService } from "./one-task-service.ts";
import { credentialsFor } from "./registry-credentials.ts";
import type { Swarm, SwarmNode, SwarmService, SwarmTask } from "./swarm.ts";

const NodeSchema = z
  .object({
    ID: z.string(),
    Spec: z.object({ Availability: z.string().default("active") }),
    Description: z.object({
      Hostname: z.string(),
      Resources: z.object({ NanoCPUs: z.number().default(0), MemoryBytes: z.number().default(0) }),
    }),
    Status: z.object({ State: z.string() }),
  })
  .transform(({ ID, Spec, Description: { Hostname, Resources }, Status: { State } }): SwarmNode => ({
    id: ID,
    name: Hostname,
    state: State === "ready" || State === "down" ? State : "other",
    isActive: Spec.Availability === "active",
    memory: Resources.MemoryBytes,
    cpus: Resources.NanoCPUs / 1e9,
  }));

const LabelsSchema = z
  .record(z.string(), z.string())
  .nullish()
  .transform((labels) => labels ?? {});

const ServiceSchema = z
  .object({
    ID: z.string(),
    Spec: z.object({
      Name: z.string(),
      Labels: LabelsSchema,
      Mode: z.object({ Replicated: z.object({ Replicas: z.number().default(0) }).optional() }).optional(),
    }),
  })
  .transform(({ ID, Spec: { Name, Labels, Mode } }): SwarmService => ({
    id: ID,
    name: Name,
    labels: Labels,
    replicas: Mode?.Replicated?.Replicas ?? 0,
  }));

/** A container that runs has the exit code -1 or 0, and what never had a container has 0 and no id. */
const StatusSchema = z.object({
  State: z.string(),
  Err: z.string().default(""),
  ContainerStatus: z
    .object({ ContainerID: z.string().default(""), ExitCode: z.number().default(0) })
    .optional(),
});

const hasEnded: readonly string[] = ["complete", "failed", "shutdown"];

const TaskSchema = z
  .object({
    ServiceID: z.string().default(""),
    NodeID: z.string().optional(),
    DesiredState: z.string().default(""),
    Status: StatusSchema,
  })
  .transform(({ ServiceID, NodeID, DesiredState, Status: { State, Err, ContainerStatus } }): SwarmTask => {
    const isKnown = hasEnded.includes(State) && (ContainerStatus?.ContainerID ?? "") !== "";
    return {
      service: ServiceID,
      state: State,
      desired: DesiredState,
      said: Err,
      exitCode: isKnown ? ContainerStatus?.ExitCode : undefined,
      node: NodeID === "" ? undefined : NodeID,
    };
  });

const SecretSchema = z
  .object({ ID: z.string(), Spec: z.object({ Name: z.string(), Labels: LabelsSchema }) })
  .transform(({ ID, Spec: { Name, Labels } }) => ({ id: ID, name: Name, labels: Labels }));

const VersionSchema = z.object({
  Version: z.object({ Index: z.number() }),
  Spec: z.looseObject({ Mode: z.unknown() }),
});

const CreatedSchema = z.object({ id: z.string() });

/** Milliseconds between looks, and of all of them: a task whose node is away ends when nobody waits any more. */
const reapingLook = 100;
const longestReaping = 10_000;

/** A list of names that is longer makes an address that is too long. */
const mostNames = 100;

async function inParts<Item, Found>(
  items: readonly Item[],
  ask: (part: readonly Item[]) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (let at = 0; at < items.length; at += mostNames)
    found.push(...(await ask(items.slice(at, at + mostNames))));
  return found;
}

/** Gives the calls for swarms. */
export function swarmPart(docker: Dockerode): Swarm {
  const services = async (filters: Record<string, string[]>): Promise<readonly SwarmService[]> =>
    z.array(ServiceSchema).parse(await docker.listServices({ filters }));
  const tasksOf = async (ids: readonly string[]): Promise<readonly SwarmTask[]> =>
    z.array(TaskSchema).parse(await docker.listTasks({ filters: { service: [...ids] } }));
  /**
   * A manager breaks where a service is removed just as it clears away the task of one that was stopped: nil in SetServiceTasksRemove,
   * moby/swarmkit manager/orchestrator/service.go. It clears away what has ended four times a second.
   */
  const untilReaped = async (id: string): Promise<void> => {
    for (let waited = 0; waited < longestReaping && (await tasksOf([id])).length > 0; waited += reapingLook)
      await pause(reapingLook);
  };
  return {
    nodes: () =>
      explained("list the nodes of the swarm", async () =>
        z.array(NodeSchema).parse(await docker.listNodes()),
      ),
    createService: (spec) =>
      explained(`make the service ${spec.name}`, async () => {
        const login = await credentialsFor(spec.image);
        const asked = oneTaskService(spec);
        await (login === undefined ? docker.createService(asked) : docker.createService(login, asked));
      }),
    servicesNamed: (names) =>
      explained("list services", async () => {
        // The engine gives all whose names begin so.
        const found = await inParts(names, (part) => services({ name: [...part] }));
        const wanted = new Set(names);
        return found.filter(({ name }) => wanted.has(name));
      }),
    servicesWithLabel: (label) => explained("list services", () => services({ label: [label] })),
    async stopService(name) {
      await unlessMissing(`stop the service ${name}`, async () => {
        const service = docker.getService(name);
        const { Version, Spec } = VersionSchema.parse(await service.inspect());
        const spec = { ...Spec, Mode: { Replicated: { Replicas: 0 } } };
        await service.update({ _query: { version: Version.Index }, _body: spec });
      });
    },
    async removeService(name) {
      await unlessMissing(`remove the service ${name}`, async () => {
        const service = docker.getService(name);
        const { id, replicas } = ServiceSchema.parse(await service.inspect());
        if (replicas === 0) await untilReaped(id);
        await service.remove();
      });
    },
    tasks: (ids) => explained("list tasks", () => inParts(ids, tasksOf)),
    async serviceLogs(name, signal) {
      const doing = `read the log of the service ${name}`;
      try {
        const chunks: Uint8Array[] = [];
        const take = createDemultiplexer((_stream, chunk) => chunks.push(chunk));
        const log: unknown = await docker
          .getService(name)
          .logs({ stdout: true, stderr: true, follow: false, abortSignal: signal });
        if (log instanceof Uint8Array) take(log);
        return Buffer.concat(chunks).toString("utf8");
      } catch (cause) {
        throw abortedOr(cause, doing, signal);
      }
    },
    createSecret: (name, labels, contents) =>
      explained(`make the secret ${name}`, async () => {
        const body = { Name: name, Labels: { ...labels }, Data: Buffer.from(contents).toString("base64") };
        // Else it would stand in the address too.
        return CreatedSchema.parse(await docker.createSecret({ _query: {}, _body: body })).id;
      }),
    secretsWithLabel: (label) =>
      explained("list secrets", async () =>
        z.array(SecretSchema).parse(await docker.listSecrets({ filters: { label: [label] } })),
      ),
    async removeSecret(id) {
      await unlessMissing("remove a secret", () => docker.getSecret(id).remove());
    },
  };
}
