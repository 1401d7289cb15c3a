/** What a container takes, from what the engine measures. */
import * as z from "zod";

/** What a running container takes. */
export interface ContainerLoad {
  /** Bytes, without the files that the machine keeps in memory for it. */
  readonly memory: number;
  /** Bytes it may take at most: its own limit, or all of the machine. */
  readonly memoryLimit?: number;
  /** Processors it uses: 1 is one whole. */
  readonly cpu: number;
}

const CpuSchema = z.object({
  cpu_usage: z.object({ total_usage: z.number() }),
  system_cpu_usage: z.number().optional(),
  online_cpus: z.number().optional(),
});

const StatsSchema = z.object({
  cpu_stats: CpuSchema,
  precpu_stats: CpuSchema,
  memory_stats: z.object({
    usage: z.number(),
    limit: z.number().optional(),
    /** `inactive_file` with cgroups 2, `total_inactive_file` with cgroups 1. */
    stats: z.record(z.string(), z.number()).default({}),
  }),
});

/** Undefined for a container that does not run, of which the engine measures nothing. */
export function toContainerLoad(measured: unknown): ContainerLoad | undefined {
  const found = StatsSchema.safeParse(measured).data;
  if (found === undefined) return undefined;
  const { cpu_stats: now, precpu_stats: before, memory_stats: memory } = found;
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const passed = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  // Files kept in memory are given back when memory is needed.
  const cached = memory.stats["inactive_file"] ?? memory.stats["total_inactive_file"] ?? 0;
  return {
    memory: Math.max(0, memory.usage - cached),
    ...(memory.limit === undefined ? {} : { memoryLimit: memory.limit }),
    cpu: passed > 0 && used > 0 ? (used / passed) * (now.online_cpus ?? 1) : 0,
  };
}
