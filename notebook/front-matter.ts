/**
 * The front matter of a `.pipenb` file (the YAML block at its top), as a schema with its defaults filled in. What a key means is said
 * here alone: the editor shows it, and the table in docs/format.md is held against it.
 */
import * as z from "zod";
import { libraryName } from "./specifiers/advise-specifier.ts";
import { durationPattern, durationSeconds } from "./duration-seconds.ts";
import { memoryBytes, memoryPattern } from "./memory-bytes.ts";
import { notAUnit } from "./units/calendar.ts";
import { scheduledKind, scheduleUnits } from "./units/due-unit.ts";
import { isCron } from "./units/schedule.ts";
import { isZone } from "./units/zone.ts";

const leastMemory = 64 * 1024 ** 2;
/** Seconds; timers of Node cannot wait for 25 days. */
const longestTimeout = 20 * 86_400;

/** `image:` — the environment the notebook runs in and the exported image is built from. */
const ImageSchema = z.strictObject({
  base: z
    .string()
    .min(1)
    .default("node:24-bookworm-slim")
    .meta({
      description: "any Linux image; Node is brought along where it has none",
      examples: [
        "node:24-bookworm-slim",
        "node:24-bookworm",
        "debian:bookworm-slim",
        "ubuntu:24.04",
        "python:3.13-slim",
      ],
    }),
  apt: z
    .array(z.string())
    .default([])
    .meta({ description: "Debian packages, a list", examples: [["nco", "gdal-bin"]] }),
  npm: z
    .record(z.string(), z.string())
    .refine((npm) => !Object.hasOwn(npm, libraryName), { path: [libraryName], error: "is no package" })
    .default({})
    .meta({ description: "packages from npm, name to version range", examples: [{ arquero: "^8.0.3" }] }),
  dockerfile: z
    .array(z.string())
    .default([])
    .meta({
      description: "extra lines for the Dockerfile, put after apt and before npm",
      examples: [["RUN pip install --no-cache-dir pyarrow"]],
    }),
  files: z
    .array(z.string())
    .default([])
    .meta({
      description:
        "files and folders beside the notebook that the exported image needs; imported `.ts`, `.js` and `.json` files come by themselves",
      examples: [["queries/", "settings.yaml"]],
    }),
  memory: z
    .string()
    .regex(memoryPattern, { error: "memory is a number with a unit, such as 512m or 4g" })
    .refine((text) => !(memoryBytes(text) < leastMemory), { error: "Node needs at least 64m of memory" })
    .optional()
    .meta({
      description: "how much memory the kernel's container and the pipeline may take, such as 512m or 4g",
      examples: ["512m", "4g", "16g"],
    }),
  cpus: z
    .number()
    .positive()
    .optional()
    .meta({
      description: "how many processors the kernel's container and the pipeline may take; 0.5 is half of one",
      examples: [0.5, 2],
    }),
});

/** One entry of `services:` — a container started beside the kernel. */
const ServiceSchema = z.strictObject({
  image: z
    .string()
    .min(1)
    .meta({
      description: "image of the service",
      examples: ["postgres:17", "mysql:8.4", "redis:8", "minio/minio", "clickhouse/clickhouse-server"],
    }),
  environment: z
    .record(z.string(), z.string())
    .default({})
    .meta({
      description: "the service's environment variables; numbers and `true` need quotes",
      examples: [{ POSTGRES_PASSWORD_FILE: "/run/secrets/db" }],
    }),
  command: z
    .array(z.string())
    .optional()
    .meta({
      description: "what the service runs instead of its image's own command",
      examples: [["server", "/data"]],
    }),
  ports: z
    .array(z.number().int().positive())
    .default([])
    .meta({ description: "ports that the service answers on", examples: [[5432]] }),
  ready: z
    .string()
    .optional()
    .meta({
      description: "a shell command that succeeds when the service is ready",
      examples: ["pg_isready -U postgres", "redis-cli ping"],
    }),
  verify: z
    .string()
    .optional()
    .meta({
      description: "a shell command that prints what a run has left in it: `pipenb verify` compares that",
      examples: ["psql -U postgres --csv -c 'table orders order by id'"],
    }),
  keep: z
    .union([z.boolean(), z.array(z.string().regex(/^\//, { error: "is no absolute path" }))])
    .default(true)
    .meta({
      description:
        "whether what the service holds stays between kernels; a list names the folders, which are else those that its image declares",
      examples: [false, ["/var/lib/postgresql/data"]],
    }),
});

/** `schedule:` — when the pipeline runs by itself, and for which unit of the data. */
const ScheduleSchema = z
  .strictObject({
    cron: z
      .string()
      .refine(isCron, {
        error: "cron has five fields: minute, hour, day of the month, month, day of the week",
      })
      .meta({
        description: "when it runs: minute, hour, day of the month, month, day of the week",
        examples: ["30 6 * * *", "0 * * * *", "0 4 1 * *"],
      }),
    timezone: z
      .string()
      .refine(isZone, { error: "there is no such time zone; one is called Europe/Prague" })
      .default("UTC")
      .meta({
        description: "the time zone of `cron`, and of the hours that are units",
        examples: ["UTC", "Europe/Prague", "America/New_York"],
      }),
    unit: z
      .enum(scheduleUnits)
      .default("previous-day")
      .meta({ description: "which unit of the data a run is for, seen from the moment it is due" }),
    start: z
      .string()
      .optional()
      .meta({
        description: "the first unit there is data for: where a backfill begins",
        examples: ["2022-01-01"],
      }),
  })
  .superRefine((schedule, context) => {
    const complaint =
      schedule.start === undefined ? undefined : notAUnit(scheduledKind(schedule), schedule.start);
    if (complaint !== undefined)
      context.addIssue({ code: "custom", path: ["start"], message: `${schedule.start ?? ""} ${complaint}` });
  });

/** The whole front matter. Unknown keys are an error that names the line. */
export const FrontMatterSchema = z.strictObject({
  pipenb: z
    .literal(1)
    .meta({ description: "version of the format: `1`. The one key that must be there", examples: [1] }),
  title: z.string().optional().meta({ description: "title of the notebook" }),
  image: ImageSchema.prefault({}).meta({
    description: "the environment the notebook runs in and the exported image is built from",
  }),
  services: z
    .record(z.string(), ServiceSchema)
    .default({})
    .meta({
      description: "containers beside the kernel, by the name under which cells reach them",
      examples: [{ db: { image: "postgres:17" } }],
    }),
  mounts: z
    .array(z.string())
    .default([])
    .meta({
      description: "`source:target` or `source:target:ro`, source relative to the notebook",
      examples: [["./data/input:/data/input:ro", "./data/output:/data/output"]],
    }),
  secrets: z
    .array(z.string())
    .default([])
    .meta({
      description: "names of secrets, given as files `/run/secrets/NAME`; never their values",
      examples: [["db"]],
    }),
  environment: z
    .record(z.string(), z.string())
    .default({})
    .meta({
      description: "plain environment variables of kernel and exported image; numbers and `true` need quotes",
      examples: [{ TZ: "UTC" }],
    }),
  schedule: ScheduleSchema.optional().meta({
    description: "when the pipeline runs by itself, and for which unit of the data",
    examples: [{ cron: "30 6 * * *" }],
  }),
  retries: z
    .number()
    .int()
    .min(0)
    .max(100)
    .optional()
    .meta({
      description: "how often a backfill tries a unit again that has failed for now (exit code 75)",
      examples: [2, 5],
    }),
  timeout: z
    .string()
    .regex(durationPattern, { error: "timeout is a number with a unit, such as 90m or 2h" })
    .refine((text) => durationSeconds(text) > 0 && durationSeconds(text) <= longestTimeout, {
      error: "timeout is between 1s and 20d",
    })
    .optional()
    .meta({
      description: "how long a run may take; one that takes longer is ended, with the exit code 124",
      examples: ["90m", "2h", "1d"],
    }),
  manifest: z
    .string()
    .refine((path) => /^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$)).*[^/]$/.test(path), {
      error: "manifest is the path of a file below the notebook's folder, such as data/output/${day}.json",
    })
    .optional()
    .meta({
      description:
        "where a run that is done leaves its result; the next run for the same parameters, `${…}` in the path, is then skipped",
      examples: ["data/output/${day}/_SUCCESS.json"],
    }),
});

/** Front matter with every default filled in. */
export type FrontMatter = z.infer<typeof FrontMatterSchema>;
