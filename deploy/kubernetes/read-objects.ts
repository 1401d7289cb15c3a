/** What `kubectl get -o json` says of CronJobs and their Jobs, as far as it is asked for. Pure. */
import * as z from "zod";
import { parsedJson } from "../../notebook/parsed-json.ts";
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import { ScheduleSchema } from "../../notebook/units/schedule-schema.ts";
import type { Schedule } from "../../notebook/units/schedule.ts";
import { containerName } from "../../backfill/kubernetes/pod.ts";
import { deploymentLabel, type Registered, type RunState, type ScheduledRun } from "../target.ts";
import { byAnnotation, scheduleAnnotation, sourceAnnotation } from "./cron-job.ts";

const TextsSchema = z.record(z.string(), z.string()).default({});

const PodTemplateSchema = z.object({
  spec: z.object({
    containers: z.array(z.object({ name: z.string(), image: z.string() })),
    volumes: z.array(z.object({ secret: z.object({ secretName: z.string() }).optional() })).default([]),
  }),
});

const CronJobSchema = z.object({
  kind: z.literal("CronJob"),
  metadata: z.object({ name: z.string(), uid: z.string(), labels: TextsSchema, annotations: TextsSchema }),
  spec: z.object({
    schedule: z.string(),
    timeZone: z.string().default("UTC"),
    suspend: z.boolean().default(false),
    jobTemplate: z.object({ spec: z.object({ template: PodTemplateSchema }) }),
  }),
});

const JobSchema = z.object({
  kind: z.literal("Job"),
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    creationTimestamp: z.string(),
    labels: TextsSchema,
    annotations: TextsSchema,
  }),
  spec: z.object({ template: PodTemplateSchema }),
  status: z
    .object({
      active: z.int().default(0),
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
    })
    .prefault({}),
});

type CronJob = z.infer<typeof CronJobSchema>;

/** A Job that a CronJob has made, or somebody by hand from one. */
export interface JobOfCron {
  readonly name: string;
  readonly uid: string;
  /** By which it belongs to a deployment. */
  readonly deployment: string;
  readonly due: Date;
  readonly state: RunState;
  /** Secrets that its pods read. */
  readonly secrets: readonly string[];
}

export interface CronJobSeen {
  readonly name: string;
  readonly uid: string;
  readonly isOurs: boolean;
  readonly source: string;
  readonly by: string;
  readonly registered: Omit<Registered, "runs">;
}

export interface ObjectsSeen {
  readonly cronJobs: readonly CronJobSeen[];
  readonly jobs: readonly JobOfCron[];
}

const ListSchema = z.object({ items: z.array(z.unknown()) });

/** Reads a list of CronJobs and Jobs. */
export function readObjects(text: string): ObjectsSeen {
  const { items } = ListSchema.parse(JSON.parse(text));
  return {
    cronJobs: items.flatMap((item) => {
      const read = CronJobSchema.safeParse(item);
      return read.success ? [cronJobSeen(read.data)] : [];
    }),
    jobs: items.flatMap((item) => {
      const read = JobSchema.safeParse(item);
      return read.success ? [jobSeen(read.data)] : [];
    }),
  };
}

function cronJobSeen({ metadata, spec }: CronJob): CronJobSeen {
  const { name, uid, labels, annotations } = metadata;
  const { schedule: cron, timeZone: timezone, suspend, jobTemplate } = spec;
  const { containers } = jobTemplate.spec.template.spec;
  const source = annotations[sourceAnnotation] ?? "";
  const by = annotations[byAnnotation] ?? "";
  return {
    name,
    uid,
    isOurs: labels[deploymentLabel] === name,
    source,
    by,
    registered: {
      name,
      source,
      by,
      // Whoever edits the CronJob changes when it runs, and not for which unit.
      schedule: { ...annotatedSchedule(annotations[scheduleAnnotation]), cron, timezone },
      image: containers.find((each) => each.name === containerName)?.image ?? "",
      isPaused: suspend,
    },
  };
}

const AnnotatedSchema = ScheduleSchema.pick({ unit: true, start: true });

function annotatedSchedule(text: string | undefined): Pick<Schedule, "unit" | "start"> {
  // Somebody may have taken the annotation away.
  return AnnotatedSchema.safeParse(parsedJson(text ?? "")).data ?? { unit: "previous-day" };
}

function jobSeen({ metadata, spec, status }: z.infer<typeof JobSchema>): JobOfCron {
  const { name, uid, labels, annotations, creationTimestamp } = metadata;
  const isNow = (type: string): boolean =>
    status.conditions.some((each) => each.type === type && each.status === "True");
  const due = annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] ?? creationTimestamp;
  return {
    name,
    uid,
    deployment: labels[deploymentLabel] ?? "",
    due: new Date(due),
    state: isNow("Complete")
      ? "done"
      : isNow("Failed")
        ? "failed"
        : status.active > 0
          ? "running"
          : "waiting",
    secrets: spec.template.spec.volumes.flatMap(({ secret }) => secret?.secretName ?? []),
  };
}

/** A Job as a run of its schedule. */
export function runOf(
  { name: id, due, state }: JobOfCron,
  { unit, timezone }: Pick<Schedule, "unit" | "timezone">,
): ScheduledRun {
  return { id, due, state, unit: unitDueAt(unit, timezone, due) };
}

export const isActive = ({ state }: Pick<JobOfCron, "state">): boolean =>
  state === "running" || state === "waiting";
