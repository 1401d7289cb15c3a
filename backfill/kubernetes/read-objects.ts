/** What `kubectl get -o json` says of Jobs, pods and events, as far as it is asked for. Pure. */
import * as z from "zod";
import { containerName } from "./pod.ts";

const ConditionsSchema = z
  .array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string().default(""),
      message: z.string().default(""),
    }),
  )
  .default([]);

const JobSchema = z.object({
  metadata: z.object({ name: z.string(), uid: z.string() }),
  spec: z.object({ suspend: z.boolean().default(false) }),
  status: z
    .object({
      conditions: ConditionsSchema,
      completedIndexes: z.string().default(""),
      failedIndexes: z.string().default(""),
    })
    .prefault({}),
});

const WaitingSchema = z.object({ reason: z.string().default(""), message: z.string().default("") });

const PodSchema = z.object({
  metadata: z.object({
    name: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.object({ nodeName: z.string().default("") }),
  status: z.object({
    phase: z.string(),
    conditions: ConditionsSchema,
    containerStatuses: z
      .array(
        z.object({
          name: z.string(),
          state: z
            .object({
              waiting: WaitingSchema.optional(),
              terminated: z.object({ exitCode: z.int() }).optional(),
            })
            .prefault({}),
        }),
      )
      .default([]),
  }),
});

export interface JobSeen {
  readonly uid: string;
  readonly isSuspended: boolean;
  readonly completed: ReadonlySet<number>;
  readonly failed: ReadonlySet<number>;
  /** How it has ended; undefined while it has not. */
  readonly end: { readonly isFailed: boolean; readonly reason: string; readonly message: string } | undefined;
}

export interface PodSeen {
  readonly name: string;
  readonly index: number;
  /** Failures of this index before this pod: those that count, and those that were the node's. */
  readonly failures: number;
  readonly disruptions: number;
  readonly phase: "pending" | "running" | "succeeded" | "failed" | "unknown";
  readonly exitCode: number | undefined;
  /** It was ended because of its node. */
  readonly isDisrupted: boolean;
  /** When it should have been gone at the latest, in milliseconds since the epoch. */
  readonly goneBy: number | undefined;
  readonly node: string;
  /** Why it does not start: a reason by Kubernetes' name, and its words. */
  readonly waiting: { readonly reason: string; readonly message: string } | undefined;
}

export function readJob(value: unknown): JobSeen {
  const { metadata, spec, status } = JobSchema.parse(value);
  const ended = status.conditions.find(
    (each) => each.status === "True" && (each.type === "Complete" || each.type === "Failed"),
  );
  return {
    uid: metadata.uid,
    isSuspended: spec.suspend,
    completed: readIndexes(status.completedIndexes),
    failed: readIndexes(status.failedIndexes),
    end: ended && { isFailed: ended.type === "Failed", reason: ended.reason, message: ended.message },
  };
}

const phases: Readonly<Record<string, PodSeen["phase"]>> = {
  Pending: "pending",
  Running: "running",
  Succeeded: "succeeded",
  Failed: "failed",
};

/** undefined for a pod that belongs to no index. */
function readPod(value: unknown): PodSeen | undefined {
  const { metadata, spec, status } = PodSchema.parse(value);
  const annotation = (name: string): number => Number(metadata.annotations[`batch.kubernetes.io/${name}`]);
  const index = annotation("job-completion-index");
  if (!Number.isInteger(index)) return undefined;
  const own = status.containerStatuses.find(({ name }) => name === containerName)?.state;
  const condition = (type: string, is: string) =>
    status.conditions.find((each) => each.type === type && each.status === is);
  const { deletionTimestamp } = metadata;
  return {
    name: metadata.name,
    index,
    failures: annotation("job-index-failure-count") || 0,
    disruptions: annotation("job-index-ignored-failure-count") || 0,
    phase: phases[status.phase] ?? "unknown",
    exitCode: own?.terminated?.exitCode,
    isDisrupted: condition("DisruptionTarget", "True") !== undefined,
    goneBy: deletionTimestamp === undefined ? undefined : Date.parse(deletionTimestamp),
    node: spec.nodeName,
    waiting: own?.waiting ?? condition("PodScheduled", "False"),
  };
}

const ListSchema = z.object({ items: z.array(z.unknown()) });

export function readPods(text: string): readonly PodSeen[] {
  const { items } = ListSchema.parse(JSON.parse(text));
  return items.map(readPod).filter((pod) => pod !== undefined);
}

const RecordsSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), creationTimestamp: z.string() }),
      data: z.unknown(),
    }),
  ),
});

/** ConfigMaps, the oldest first. */
export function readConfigMaps(text: string): readonly { readonly name: string; readonly data: unknown }[] {
  const { items } = RecordsSchema.parse(JSON.parse(text));
  return items
    .map(({ metadata, data }) => ({ ...metadata, data }))
    .sort((a, b) => (a.creationTimestamp < b.creationTimestamp ? -1 : 1));
}

const EventsSchema = z.object({
  items: z.array(z.object({ reason: z.string().default(""), message: z.string().default("") })),
});

/** What the last event of this reason says. */
export function lastEvent(text: string, reason: string): string | undefined {
  const { items } = EventsSchema.parse(JSON.parse(text));
  return items.filter((event) => event.reason === reason).at(-1)?.message;
}

/** `0-3,5` */
function readIndexes(text: string): ReadonlySet<number> {
  const indexes = new Set<number>();
  for (const part of text.split(",").filter((each) => each !== "")) {
    const [from = 0, to = from] = part.split("-").map(Number);
    for (let index = from; index <= to; index += 1) indexes.add(index);
  }
  return indexes;
}
