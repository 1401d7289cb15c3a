/** Which folders of an environment are worth reading for their types. Pure. */
import * as z from "zod";

const MachineSchema = z.unknown().optional();
const LockSchema = z.object({
  packages: z.record(z.string(), z.object({ os: MachineSchema, cpu: MachineSchema, libc: MachineSchema })),
});

/** Each is a request of its own; beyond so many one large one is sooner done. */
const mostRequests = 40;

/**
 * The names of the packages that a lock puts at the top of `node_modules`, without those made for one kind of machine: they hold
 * a library of a hundred megabytes and no types. undefined where all of `node_modules` is to be read.
 */
export function packagesToRead(lock: string | undefined): readonly string[] | undefined {
  if (lock === undefined) return undefined;
  const names = Object.entries(LockSchema.parse(JSON.parse(lock)).packages)
    .filter(([, { os, cpu, libc }]) => os === undefined && cpu === undefined && libc === undefined)
    .map(([path]) => /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1])
    .filter((name) => name !== undefined);
  return names.length > mostRequests ? undefined : names;
}
